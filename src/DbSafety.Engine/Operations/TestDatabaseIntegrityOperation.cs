using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Monitoring;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Monitoring.Integrity;
using Npgsql;

namespace DbSafety.Engine.Operations;

/// <summary>Looks for damage, writes every outcome, and fails where there is some.</summary>
internal sealed class TestDatabaseIntegrityOperation : IOperation<TestDatabaseIntegrityOptions>
{
    public async Task RunAsync(TestDatabaseIntegrityOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        var probes = await ProbesAsync(options, target, host, cancellationToken);
        await using var run = new IntegrityRun(token => OpenAsync(target, token), options.Schema, options.TimeLimit ?? TimeSpan.FromMinutes(10), host);
        foreach (var probe in probes)
            await run.RunAsync(probe, cancellationToken);
        host.Progress(new ProgressReport("Checking", "", probes.Count, probes.Count, "checks", Completed: true));
        if (options.Backup is null && options.Check.Length == 0)
            host.Write(new IntegrityCheck("backup", null, IntegrityState.NotChecked, 0, "No backup was named to compare the rows with."));
        if (run.Failures > 0)
        {
            throw new DbSafetyException("IntegrityDamaged", ErrorKind.CheckFailed, $"{target.Sessions.Database} is not sound: {run.Failures} finding{(run.Failures == 1 ? "" : "s")}.")
            {
                State = "Nothing was changed.",
                NextStep = "Look at each finding, and take a backup before anything is mended: dbsafety backup",
            };
        }
    }

    private static async Task<IReadOnlyList<IIntegrityProbe>> ProbesAsync(
        TestDatabaseIntegrityOptions options, ResolvedTarget target, IOperationHost host, CancellationToken cancellationToken)
    {
        var all = new List<IIntegrityProbe>
        {
            new CatalogProbe(), new IndexProbe(), new CollationProbe(), new ChecksumProbe(), new SequenceProbe(),
            new ConstraintProbe(), new ForeignKeyProbe(), new UniqueKeyProbe(), new AmcheckProbe(),
        };
        if (options.Backup is { } backup)
            all.Add(new BackupProbe(await new BackupStore(BackupFolders.Of(options.Path, target.Project, host)).FindAsync(backup, host, cancellationToken)));
        if (options.Check.Length == 0)
            return all;
        var unknown = options.Check.Where(name => all.TrueForAll(probe => !Same(probe.Name, name))).ToList();
        return unknown.Count == 0 ? all.FindAll(probe => options.Check.Any(name => Same(probe.Name, name))) : throw new DbSafetyException(
            "IntegrityCheckNotFound", ErrorKind.InvalidArgument, $"There is no check {string.Join(" or ", unknown)}{(unknown.Exists(name => Same(name, "backup")) ? " without --backup" : "")}.")
        {
            State = "Nothing was changed.",
            NextStep = $"The checks are: {string.Join(", ", all.Select(probe => probe.Name))}.",
        };
    }

    private static bool Same(string one, string other) =>
        string.Equals(one.Replace("-", "", StringComparison.Ordinal), other.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    // It looks and changes nothing; it does not queue behind others, nor take more than one process.
    private static async Task<NpgsqlConnection> OpenAsync(ResolvedTarget target, CancellationToken cancellationToken)
    {
        var session = await target.Sessions.OpenAsync("integrity", cancellationToken);
        await using var command = new NpgsqlCommand(
            "SET default_transaction_read_only = on; SET lock_timeout = '2s'; SET max_parallel_workers_per_gather = 0; SET row_security = off; SET search_path = pg_catalog", session);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return session;
    }
}
