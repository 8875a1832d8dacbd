using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Approvals.Policies;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Forecasts;
using DbSafety.Engine.Hazards.Linting;
using DbSafety.Engine.Migrations.Affected;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Recording;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Rehearsal.Certificates;
using Npgsql;

namespace DbSafety.Engine.Plans;

/// <summary>Finds out all that a plan says, over one read-only session.</summary>
internal static class PlanReader
{
    private const string SizeSql = """
        SELECT n.nspname::text, c.relname::text, pg_catalog.pg_table_size(c.oid)
        FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2)) AS wanted (schema, name)
        JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.schema
        JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name
        """;

    /// <param name="target">The target.</param>
    /// <param name="found">What was found in it.</param>
    /// <param name="to">The last migration; null for the newest.</param>
    /// <param name="allowOutOfOrder">Older ones too.</param>
    /// <param name="watches">The live traffic is watched for a moment.</param>
    /// <param name="bound">Somebody decides on it: the schema's fingerprint is taken.</param>
    /// <param name="host">The world.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<PlanInputs> ReadAsync(ResolvedTarget target, RunPreparation found, string? to, bool allowOutOfOrder, bool watches, bool bound, IOperationHost host, CancellationToken cancellationToken)
    {
        var session = found.Session.Connection;
        var planned = new MigrationPlanner(target.RequireProject(), found.Catalog, found.History, target.Policy, host).Plan(to, allowOutOfOrder);
        var affected = await AffectedTableFinder.FindAsync(session, [.. planned.Select(migration => migration.Up)], cancellationToken);
        var judged = await HazardGate.JudgeAsync(session, planned, target.Policy, new MeasuredTraces(new CertificateStore(target.RequireProject()), target.Name), cancellationToken);
        var locked = ForecastGate.LockedTables(judged);
        var rehearsals = await RehearsalsAsync(target, planned, cancellationToken);
        var sizes = await SizesAsync(session, affected.All, cancellationToken);
        return new PlanInputs
        {
            Planned = MajorJudgement.Apply(planned, judged, rehearsals, affected, sizes, target.Policy.Approvals.Major),
            Judged = judged,
            Affected = affected,
            Sizes = sizes,
            IsFirst = found.History.IsEmpty,
            Owed = [.. found.History.Outstanding.Select(OutstandingApprovals.Describe)],
            Identity = await DatabaseIdentity.ReadAsync(session, cancellationToken),
            Policy = (await PolicyBook.OpenAsync(target.Project, target.Policy, cancellationToken)).Digest,
            Journal = await AuditLog.HeadAsync(session, cancellationToken),
            Fingerprint = planned.Count == 0 || !bound ? null : await Fingerprints.TryTakeAsync(session, host, cancellationToken),
            Rehearsals = rehearsals,
            Traffic = watches && locked.Count > 0 ? await TrafficReader.WatchAsync(session, locked, target.Policy.Forecast.Sample, host, cancellationToken) : null,
        };
    }

    // Certificates of these very bytes, with what was measured.
    private static async Task<Dictionary<string, MigrationRehearsal>> RehearsalsAsync(ResolvedTarget target, IReadOnlyList<PlannedMigration> planned, CancellationToken cancellationToken)
    {
        var store = new CertificateStore(target.RequireProject());
        var found = new Dictionary<string, MigrationRehearsal>();
        foreach (var migration in planned)
        {
            if (await store.FindAsync(target.Name, migration.Id, migration.Up.Source.Checksum, migration.Rollback?.Source.Checksum, migration.Verify?.Source.Checksum, cancellationToken)
                is { } certificate)
            {
                var trace = await store.FindTraceAsync(target.Name, migration.Id, migration.Up.Source.Checksum, cancellationToken);
                found[migration.Id] = new MigrationRehearsal(migration.Id, target.Name, certificate, trace is null ? [] : [trace with { Path = migration.Up.Path }], TimeSpan.Zero, "", store.PathOf(target.Name, migration.Id));
            }
        }

        return found;
    }

    private static async Task<Dictionary<string, long>> SizesAsync(NpgsqlConnection session, IReadOnlyList<TableName> tables, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SizeSql, session)
        {
            Parameters = { new() { Value = tables.Select(table => table.Schema).ToArray() }, new() { Value = tables.Select(table => table.Name).ToArray() } },
        };
        var sizes = new Dictionary<string, long>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            sizes[new TableName(reader.GetString(0), reader.GetString(1)).ToString()] = reader.GetInt64(2);
        return sizes;
    }
}
