using System.Text.Json;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Migrations.Scripts.Batches;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Executing.Batches;

/// <summary>Asks the planner whether a statement puts rows together above the table that it goes through: words alone do not show count(*).</summary>
internal static class BatchShape
{
    /// <exception cref="Core.Errors.DbSafetyException"><c>BatchKeyUnusable</c>.</exception>
    public static async Task RequireRowByRowAsync(NpgsqlConnection session, SqlStatement statement, BatchForm form, ScriptPlan plan, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(session) { BatchCommands = { new NpgsqlBatchCommand($"EXPLAIN (FORMAT JSON, COSTS OFF) {form.Where("true")}") } };
        using var document = JsonDocument.Parse((string)(await batch.ExecuteScalarAsync(cancellationToken))!);
        if (FindGathering(document.RootElement[0].GetProperty("Plan")) is { } node)
            throw BatchKey.Unusable(plan, statement, $"it puts rows together ({node}), which each batch would do for itself");
    }

    // Subqueries are their own affair: each row asks them anew, in batches as at once.
    private static string? FindGathering(JsonElement node)
    {
        var type = node.GetProperty("Node Type").GetString()!;
        if (type is "Aggregate" or "WindowAgg" or "Limit" or "SetOp" or "Unique" or "Group")
            return type;
        // What lies below a join or in a subquery of FROM is joined to each row, and may gather as it likes.
        var isBelow = type is "Hash Join" or "Merge Join" or "Nested Loop" || (type == "Subquery Scan" && node.GetProperty("Alias").GetString() != "*SELECT*");
        return isBelow || !node.TryGetProperty("Plans", out var plans) ? null
            : plans.EnumerateArray().Where(child => child.GetProperty("Parent Relationship").GetString() is "Outer" or "Member" or "Subquery")
                .Select(FindGathering).FirstOrDefault(found => found is not null);
    }
}
