using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Monitoring;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Monitoring.Health;

/// <summary>Takes samples of one database on one session.</summary>
internal sealed class HealthSampler(ResolvedTarget target, NpgsqlConnection session, IOperationHost host)
{
    private Counters? _last;

    private HealthThresholds Thresholds => target.Project?.Configuration.Thresholds ?? HealthThresholds.Default;

    /// <summary>Begins to count, for the figures per second of the next sample.</summary>
    public async Task CountAsync(CancellationToken cancellationToken) => _last = await Counters.ReadAsync(session, cancellationToken);

    public async Task<DatabaseHealth> TakeAsync(bool withQueries, CancellationToken cancellationToken)
    {
        var facts = await ServerFacts.ReadAsync(session, cancellationToken);
        var (figures, notSeen) = await FigureReader.ReadAsync(session, FigureSources.For(session.PostgreSqlVersion.Major), cancellationToken);
        var hidden = notSeen.ToList();
        var counters = await Counters.ReadAsync(session, cancellationToken);
        var all = figures.Concat(counters.Totals()).Concat(_last is null ? [] : counters.Since(_last));
        _last = counters;
        var metrics = all.Select(Judge).OrderByDescending(metric => metric.State).ToList();
        var sample = new DatabaseHealth
        {
            Target = target.IsDeclared ? target.Name : null,
            Database = facts.Database,
            ServerVersion = facts.Version,
            At = host.Time.GetUtcNow(),
            State = metrics.Count == 0 ? HealthState.Ok : metrics.Max(metric => metric.State),
            Metrics = metrics,
        };
        if (withQueries)
            sample = await WithQueriesAsync(sample, hidden, cancellationToken);
        hidden.Add("free space of the disks: PostgreSQL does not tell it, only the sizes of what it stores");
        return sample with { NotSeen = hidden };
    }

    private HealthMetric Judge(Figure figure) => new(figure.Name, figure.Value!.Value, Thresholds.Judge(figure.Name, figure.Value.Value), figure.Detail);

    private async Task<DatabaseHealth> WithQueriesAsync(DatabaseHealth sample, List<string> hidden, CancellationToken cancellationToken)
    {
        var (queries, whyNot) = await QueryLoads.ReadAsync(session, cancellationToken);
        if (whyNot is not null)
            hidden.Add(whyNot);
        var plans = new List<QueryPlan>();
        foreach (var query in target.Project?.Configuration.Queries ?? [])
        {
            var (plan, reason) = await PlanReader.ExplainAsync(session, query, cancellationToken);
            if (plan is not null)
                plans.Add(plan);
            if (reason is not null)
                hidden.Add(reason);
        }

        return sample with { Queries = queries, Plans = plans, Indexes = await IndexesAsync(cancellationToken) };
    }

    private async Task<IReadOnlyList<string>> IndexesAsync(CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT coalesce(array_agg(n.nspname || '.' || t.relname || ': ' || c.relname ORDER BY 1), '{}')
            FROM pg_catalog.pg_index i
            JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
            JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
            WHERE i.indisvalid AND n.nspname NOT IN ('pg_catalog', 'pg_toast')
            """;
        await using var command = new NpgsqlCommand(Sql, session);
        return (string[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
