using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>What all parts of one run share. The run holds the run lock for as long as this lives.</summary>
public sealed record RunContext
{
    /// <summary>The run's id in the journal: its moment in UTC and four random characters, so that ids sort by time.</summary>
    public required string RunId { get; init; }

    public required MigrationDirection Direction { get; init; }

    public required ResolvedTarget Target { get; init; }

    public required ProjectFolder Project { get; init; }

    public required IOperationHost Host { get; init; }

    public required RunLock Lock { get; init; }

    public required JournalWriter Journal { get; init; }

    /// <summary>Brings the journal's file up to what the table has.</summary>
    public required Audit.AuditLog Audit { get; init; }

    /// <summary>Watches who waits behind the run; null where the policy wants none.</summary>
    public Guarding.Guard? Guard { get; init; }

    /// <summary>Why this is done, in the user's words.</summary>
    public string? Reason { get; init; }

    /// <summary>Who opened the run alone; null where the people were there.</summary>
    public Approvals.ActedAlone? Alone { get; init; }

    /// <summary>The backup set that was taken in this run.</summary>
    public string? BackupId { get; init; }

    public Sessions Sessions => Target.Sessions;

    public LimitPolicy Limits => Target.Policy.Limits;

    public JournalEntry Entry(JournalEvent what, string? migration = null) => new(RunId, what) { Migration = migration };

    public static string NewRunId(IOperationHost host) =>
        $"{host.Time.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{Guid.NewGuid().ToString("N")[..4]}";
}
