using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>
/// Refuses to delete live rows whose deletion would delete or change rows of other tables: ON DELETE CASCADE, SET NULL and SET DEFAULT
/// act at once and without a word, whatever is deferred (research C1).
/// </summary>
internal static class CascadeCheck
{
    public static async Task RequireAsync(NpgsqlConnection connection, MergeSql merge, DatabaseSchema schema, CancellationToken cancellationToken)
    {
        var hits = new List<string>();
        foreach (var (key, query) in await QueriesAsync(connection, merge, schema, cancellationToken))
        {
            var count = await SqlText.ScalarAsync<long>(connection, query, cancellationToken);
            if (count > 0)
                hits.Add($"{count} rows of {key.Table.QualifiedName} would be {(key.OnDelete == ForeignKeyAction.Cascade ? "deleted" : "changed")} by foreign key {key.Name}.");
        }

        if (hits.Count == 0)
            return;
        throw new DbSafetyException("RestoreWouldCascade", ErrorKind.Refused,
            $"Deleting the rows of {merge.Live.QualifiedName} that the backup does not hold would reach into other tables: {string.Join(" ", hits)}")
        {
            State = "Nothing was changed.",
            NextStep = "Keep those rows with --extra-rows Keep, or see to the rows of the other tables first.",
            Detail = hits,
        };
    }

    /// <summary>The foreign keys that would act, each with the query that counts the rows that it would reach.</summary>
    public static async Task<IReadOnlyList<(ForeignKeyModel Key, string Query)>> QueriesAsync(NpgsqlConnection connection, MergeSql merge, DatabaseSchema schema, CancellationToken cancellationToken)
    {
        var queries = new List<(ForeignKeyModel, string)>();
        foreach (var key in merge.Live.IncomingForeignKeys.Where(key => key.OnDelete is ForeignKeyAction.Cascade or ForeignKeyAction.SetNull or ForeignKeyAction.SetDefault))
            queries.Add((key, Query(merge, schema, key, await ForeignKeyMatch.WriteAsync(connection, key, "l", "c", cancellationToken))));
        return queries;
    }

    private static string Query(MergeSql merge, DatabaseSchema schema, ForeignKeyModel key, string match)
    {
        var isSelf = key.Table.Oid == merge.Live.Oid;
        var child = schema.FindTable(key.Table.Schema, key.Table.Name) is { Kind: TableKind.Ordinary } ? $"ONLY {key.Table.QualifiedName}" : key.Table.QualifiedName;
        var hit = $"SELECT count(*) FROM {child} c WHERE EXISTS (SELECT FROM {merge.Target} l WHERE {match} AND {merge.IsExtra})";
        // Rows of the table itself that are to be deleted anyway are not hit by surprise.
        return isSelf ? $"SELECT count(*) FROM ({hit.Replace("count(*)", "c.*", StringComparison.Ordinal)}) l WHERE NOT {merge.IsExtra}" : hit;
    }
}
