using DbSafety.Core.Results.Journals;

namespace DbSafety.Core.Results.Plans;

/// <summary>Everything that a run will do, and what is known of its consequences before it is begun.</summary>
public sealed record SafetyPlan
{
    /// <summary>
    /// <c>sha256:</c> and the digest of the canonical JSON of what is decided: scripts, steps, target, schema, hazards, backups, approvals and
    /// limits. What was only observed (sizes, traffic, times) is not in it, so the same plan has the same digest.
    /// </summary>
    public required string Digest { get; init; }

    /// <summary>The project's name.</summary>
    public required string Project { get; init; }

    /// <summary>The target's name.</summary>
    public required string Target { get; init; }

    /// <summary>The target's environment.</summary>
    public required string Environment { get; init; }

    /// <summary>Database and server, without a password.</summary>
    public required string Database { get; init; }

    /// <summary>server_version_num.</summary>
    public int ServerVersion { get; init; }

    /// <summary>The fingerprint of the schema that the plan is made for; null where the role may not read it.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Which database that is; null where it was not read.</summary>
    public PlannedDatabase? Identity { get; init; }

    /// <summary>The version of DbSafety that made the plan.</summary>
    public string? Tool { get; init; }

    /// <summary>The digest of dbsafety.yaml.</summary>
    public string? Configuration { get; init; }

    /// <summary>The digest of the approval policy, with its people and keys.</summary>
    public string? Policy { get; init; }

    /// <summary>The migrations in their order.</summary>
    public IReadOnlyList<PlannedChange> Migrations { get; init; } = [];

    /// <summary>All hazards, the allowed ones too.</summary>
    public IReadOnlyList<MigrationHazard> Hazards { get; init; } = [];

    /// <summary>Who would wait, and for how long.</summary>
    public IReadOnlyList<LockForecast> Forecast { get; init; } = [];

    /// <summary>The tables that are backed up, and proven, first.</summary>
    public IReadOnlyList<PlannedBackup> Backups { get; init; } = [];

    /// <summary>Why a person has to decide.</summary>
    public IReadOnlyList<NeededApproval> Approvals { get; init; } = [];

    /// <summary>What earlier runs still owe, such as the countersignatures of an approval that somebody gave alone. It is no part of the digest.</summary>
    public IReadOnlyList<string> Owed { get; init; } = [];

    /// <summary>Why it would be refused as it stands; empty where it may be run.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    /// <summary>
    /// The end of the journal's chain when the plan was made; null where there is no journal yet. It is observed, not decided; whoever
    /// signs a request for the plan signs it too, and so witnesses all that the journal held by then.
    /// </summary>
    public JournalHead? Journal { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset MadeAt { get; init; }

    /// <summary>The plan's file; null where it is only shown.</summary>
    public string? Path { get; init; }

    /// <summary>The page as Markdown.</summary>
    public string? MarkdownPath { get; init; }

    /// <summary>The page as HTML, which needs nothing beside it.</summary>
    public string? HtmlPath { get; init; }
}
