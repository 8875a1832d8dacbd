using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>Describes, after the rollback, which rows of the backup point to rows that are no more.</summary>
internal static class ForeignKeyConflicts
{
    public static async Task<DbSafetyException> DescribeAsync(
        NpgsqlConnection connection, PostgresException error, DatabaseSchema schema, IReadOnlyList<RestorePlan> merges, CancellationToken cancellationToken)
    {
        var detail = new List<string> { error.Detail ?? error.MessageText };
        foreach (var plan in merges)
            foreach (var key in plan.Live!.ForeignKeys)
                if (await ConflictAsync(connection, plan, key, schema, cancellationToken) is { } conflict)
                    detail.Add(conflict);
        return new DbSafetyException("RestoreForeignKeyConflict", ErrorKind.Refused,
            $"The rows of the backup do not fit the tables around: {error.MessageText} ({error.TableName})", error)
        {
            State = "The transaction was rolled back: the live tables are as they were.",
            NextStep = "Restore the referenced tables too (name them with --table), or keep the extra rows with --extra-rows Keep.",
            SqlState = error.SqlState,
            Detail = detail,
        };
    }

    private static async Task<string?> ConflictAsync(NpgsqlConnection connection, RestorePlan plan, ForeignKeyModel key, DatabaseSchema schema, CancellationToken cancellationToken)
    {
        if (schema.FindTable(key.Referenced.Schema, key.Referenced.Name) is null)
            return null;
        var notNull = string.Join(" AND ", key.Columns.Select(own => $"b.{Identifier.Quote(own)} IS NOT NULL"));
        try
        {
            var match = await ForeignKeyMatch.WriteAsync(connection, key, "r", "b", cancellationToken);
            var count = await SqlText.ScalarAsync<long>(connection,
                $"SELECT count(*) FROM {plan.Merge!.Side} b WHERE {notNull} AND NOT EXISTS (SELECT FROM {key.Referenced.QualifiedName} r WHERE {match})", cancellationToken);
            return count == 0 ? null : $"{count} rows of the backup of {plan.Table.QualifiedName} point by {key.Name} to rows that {key.Referenced.QualifiedName} does not hold now.";
        }
        catch (PostgresException)
        {
            // The count is a help, not the error: what the server said stands.
            return null;
        }
    }
}
