using System.Text.Json;
using DbSafety.Core.Results.Monitoring;
using Npgsql;

namespace DbSafety.Engine.Monitoring.Health;

/// <summary>Asks the server how it would run a query.</summary>
internal static class PlanReader
{
    /// <summary>The plan; where the server refuses, the reason.</summary>
    public static async Task<(QueryPlan? Plan, string? NotSeen)> ExplainAsync(NpgsqlConnection session, RegisteredQuery query, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await session.BeginTransactionAsync(cancellationToken);
            await using (var limits = new NpgsqlCommand("SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = '30s'; SET LOCAL lock_timeout = '2s'", session))
                await limits.ExecuteNonQueryAsync(cancellationToken);
            await using var command = new NpgsqlCommand($"EXPLAIN (FORMAT JSON{(query.Analyze ? ", ANALYZE, BUFFERS, TIMING OFF" : "")}) {query.Sql}", session);
            var json = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
            await transaction.RollbackAsync(cancellationToken);
            return (Read(query, json), null);
        }
        catch (PostgresException error)
        {
            return (null, $"the plan of '{query.Name}': {error.MessageText} ({error.SqlState})");
        }
    }

    private static QueryPlan Read(RegisteredQuery query, string json)
    {
        using var document = JsonDocument.Parse(json);
        var top = document.RootElement[0];
        var plan = top.GetProperty("Plan");
        var shape = new List<string>();
        Walk(plan, 0, shape);
        return new QueryPlan(query.Name, query.Sql, shape, plan.GetProperty("Total Cost").GetDouble(),
            top.TryGetProperty("Execution Time", out var time) ? TimeSpan.FromMilliseconds(time.GetDouble()) : null,
            plan.TryGetProperty("Shared Hit Blocks", out var hit) ? hit.GetInt64() + plan.GetProperty("Shared Read Blocks").GetInt64() : null);
    }

    private static void Walk(JsonElement node, int depth, List<string> shape)
    {
        string? Text(string key) => node.TryGetProperty(key, out var value) ? value.GetString() : null;

        var index = Text("Index Name") is { } name ? $" using {name}" : "";
        var table = Text("Relation Name") is { } relation ? $" on {relation}" : "";
        shape.Add($"{new string(' ', depth * 2)}{Text("Node Type")}{index}{table}");
        if (node.TryGetProperty("Plans", out var children))
        {
            foreach (var child in children.EnumerateArray())
                Walk(child, depth + 1, shape);
        }
    }
}
