using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Rehearsal.Shadows;

namespace DbSafety.Engine.Rehearsal.Tracing;

/// <summary>Says how long statements would take on the live tables: what they took here, times how much larger those are.</summary>
internal static class LiveEstimates
{
    public static IReadOnlyList<ScriptTrace> Add(IReadOnlyList<ScriptTrace> traces, IReadOnlyList<LoadedTable> loaded)
    {
        var factors = loaded.Where(table => table.Rows > 0).ToDictionary(table => table.Table, table => (double)table.LiveRows / table.Rows);
        return [.. traces.Select(trace => trace with { Statements = [.. trace.Statements.Select(statement => statement with { LiveEstimate = Of(statement, factors) })] })];
    }

    // Only what reads or writes a table whole takes longer where there is more of it.
    private static TimeSpan? Of(StatementTrace statement, Dictionary<string, double> factors)
    {
        var tables = (statement.Rows ?? []).Where(rows => rows.Scans > 0 || rows.Written > 0).Select(rows => rows.Table).Concat(statement.Rewrites).Distinct()
            .Where(factors.ContainsKey).ToList();
        return tables.Count == 0 ? null : statement.Duration * tables.Max(table => factors[table]);
    }
}
