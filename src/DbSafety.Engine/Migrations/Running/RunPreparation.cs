using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Guarding;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Recording;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Projects.Journals;
using DbSafety.Engine.Projects.Layouts;
using Npgsql;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>What every run finds out before it decides: whether the database can be changed at all, its history, the project's migrations.</summary>
internal sealed class RunPreparation
{
    public required ResolvedTarget Target { get; init; }

    public required MigrationCatalog Catalog { get; init; }

    public required MigrationHistory History { get; init; }

    public required ScriptSession Session { get; init; }

    /// <summary>Reads it all over a session of its own, which is read-only for a run that only shows.</summary>
    public static async Task<RunPreparation> ReadAsync(ResolvedTarget target, IOperationHost host, string purpose, bool readOnly, CancellationToken cancellationToken)
    {
        var catalog = MigrationCatalog.Load(target.RequireProject());
        foreach (var warning in catalog.Warnings)
            host.Warning(warning);
        var session = await ScriptSession.OpenAsync(target.Sessions, purpose, cancellationToken);
        try
        {
            if (readOnly)
                await session.SendAsync(cancellationToken, "SET default_transaction_read_only = on");
            else
                await RefuseStandbyAsync(session.Connection, target, cancellationToken);
            await JournalInstaller.CheckAsync(session.Connection, cancellationToken);
            var history = new MigrationHistory(await JournalReader.ReadAsync(session.Connection, cancellationToken));
            return new RunPreparation { Target = target, Catalog = catalog, History = history, Session = session };
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public RunContext Context(MigrationDirection direction, RunLock runLock, Guard? guard, IOperationHost host, string? reason) => new()
    {
        RunId = RunContext.NewRunId(host),
        Direction = direction,
        Target = Target,
        Project = Target.RequireProject(),
        Host = host,
        Lock = runLock,
        Guard = guard,
        Journal = new JournalWriter(host),
        Audit = Audit.AuditLog.Of(Target, host),
        Reason = reason,
    };

    /// <summary>Tells of what an earlier run left, before anything is decided.</summary>
    public void TellOfEarlierRuns(IOperationHost host)
    {
        if (History.OpenRun is { } run)
            host.Warning($"The run {run.RunId} of {run.OsUser}@{run.Host} did not come to its end; what it had committed is in the journal, and nothing else of it remains.");
        foreach (var record in History.Unfinished)
            host.Warning($"{record.Id}: {record.Unfinished!.Describe()} What the database shows of it: dbsafety repair {record.Id}");
        foreach (var owed in History.Outstanding)
            host.Warning(OutstandingApprovals.Describe(owed));
    }

    /// <summary>A database that another tool brought to where it is has to be adopted first: its migrations would be run a second time.</summary>
    /// <exception cref="DbSafetyException"><c>ForeignJournalFound</c>.</exception>
    public async Task RefuseForeignJournalAsync(CancellationToken cancellationToken)
    {
        if (!History.IsEmpty)
            return;
        foreach (var journal in await ForeignJournals.ReadAsync(Session.Connection, cancellationToken))
        {
            var applied = journal.Match(Catalog).Applied;
            if (applied.Count > 0)
            {
                throw new DbSafetyException("ForeignJournalFound", ErrorKind.Refused,
                    $"{journal.Tool} has applied {applied.Count} of these migrations already, as its journal {journal.Table} says; the last is {applied[^1].Key.Id}.")
                {
                    State = "Nothing was changed.",
                    NextStep = "Adopt what it has applied: dbsafety baseline --from-journal",
                };
            }
        }
    }

    private static async Task RefuseStandbyAsync(NpgsqlConnection session, ResolvedTarget target, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_catalog.pg_is_in_recovery() OR pg_catalog.current_setting('default_transaction_read_only')::boolean", session);
        if (await command.ExecuteScalarAsync(cancellationToken) is not true)
            return;
        throw new DbSafetyException("ServerReadOnly", ErrorKind.NotSupported, $"{target.Sessions.Description} is a standby, or its transactions are read-only: nothing can be changed there.")
        {
            State = "Nothing was changed.",
            NextStep = "Connect to the primary server: change the target's connection in dbsafety.yaml or give --connection.",
        };
    }
}
