using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Loading;

/// <summary>Divides the reading of a loaded table into statements that several sessions can run side by side.</summary>
internal static class ReadBack
{
    private const long RangeBytes = 16 << 20;

    /// <summary>The COPY statements that together give all rows of the table: one for every range of its pages, or one for all of it where that is not possible or not worth it.</summary>
    /// <param name="table">What was loaded.</param>
    /// <param name="place">Where it is, as SQL writes it.</param>
    public static async Task<IReadOnlyList<string>> StatementsAsync(NpgsqlConnection connection, ManifestTable table, string place, CancellationToken cancellationToken)
    {
        var columns = table.DataColumns.Select(column => column.Name).ToList();
        // Of others than plain tables the rows lie elsewhere; older servers would read the whole table for every range.
        if (table.Kind != "table" || connection.PostgreSqlVersion.Major < 14 || table.File.UncompressedBytes < RangeBytes)
            return [CopyStatements.Out(place, columns, throughQuery: table.Kind != "table")];
        var size = Identifier.Literal(place);
        var pages = await SqlText.ScalarAsync<long>(connection, $"SELECT pg_catalog.pg_relation_size({size}) / pg_catalog.current_setting('block_size')::bigint", cancellationToken);
        var count = Math.Clamp(await SqlText.ScalarAsync<long>(connection, $"SELECT pg_catalog.pg_table_size({size})", cancellationToken) / RangeBytes, 1, Math.Max(1, pages));
        count = Math.Min(count, 4096);
        return [.. Enumerable.Range(0, (int)count).Select(number =>
            CopyStatements.OutPages(place, columns, pages * number / count, number == count - 1 ? null : pages * (number + 1) / count))];
    }
}
