using System.Text.Json.Nodes;

namespace DbSafety.Engine.Migrations.Journals;

/// <summary>A row to be added to the journal. Position, time, role, server process and hashes are the server's to give.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Event">What happened.</param>
public sealed record JournalEntry(string RunId, JournalEvent Event)
{
    /// <summary>The migration's id, for an event of one.</summary>
    public string? Migration { get; init; }

    /// <summary>The step in the migration's script, from 1.</summary>
    public int? Step { get; init; }

    /// <summary>Of the up script's text, with line ends and byte order mark evened out; the algorithm stands before the colon.</summary>
    public string? Checksum { get; init; }

    /// <summary>Of the up script's bytes as they are.</summary>
    public string? RawChecksum { get; init; }

    /// <summary>The key of the up script in <c>dbsafety.script</c>.</summary>
    public string? UpScript { get; init; }

    /// <summary>The key of the rollback script in <c>dbsafety.script</c>.</summary>
    public string? RollbackScript { get; init; }

    /// <summary>The key of the verify script in <c>dbsafety.script</c>.</summary>
    public string? VerifyScript { get; init; }

    /// <summary>The backup set that was taken before.</summary>
    public string? BackupId { get; init; }

    /// <summary>The fingerprint of the schema before the migration; at the end of a run, of the objects that <see cref="KeptSchema"/> keeps.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>What else is worth keeping; never a secret.</summary>
    public JsonObject Detail { get; init; } = [];
}
