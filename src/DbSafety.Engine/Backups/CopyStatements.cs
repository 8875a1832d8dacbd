using System.Globalization;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Backups;

/// <summary>Writes COPY statements, always with the columns' names; of a table without columns COPY takes and gives empty lines.</summary>
internal static class CopyStatements
{
    /// <summary>Reads a table's own rows, or with <paramref name="throughQuery"/> those of all its partitions.</summary>
    public static string Out(string table, IReadOnlyList<string> columns, bool throughQuery) => throughQuery
        ? $"COPY (SELECT {Names(columns)} FROM {table}) TO STDOUT"
        : $"COPY {table}{List(columns)} TO STDOUT";

    /// <summary>Reads those rows for which a condition is true.</summary>
    public static string OutWhere(string table, IReadOnlyList<string> columns, bool isPartitioned, string condition) =>
        $"COPY ({RowFilter.Query(table, isPartitioned, Names(columns), condition)}) TO STDOUT";

    /// <summary>Reads the rows of a table that lie in some of its pages, for which servers from version 14 on read these pages only.</summary>
    /// <param name="first">The first page.</param>
    /// <param name="end">The page after the last one; null for all that come.</param>
    public static string OutPages(string table, IReadOnlyList<string> columns, long first, long? end) => string.Create(CultureInfo.InvariantCulture,
        $"COPY (SELECT {Names(columns)} FROM ONLY {table} WHERE ctid >= '({first},0)'::pg_catalog.tid{(end is null ? "" : $" AND ctid < '({end},0)'::pg_catalog.tid")}) TO STDOUT");

    /// <summary>Loads rows.</summary>
    public static string In(string table, IReadOnlyList<string> columns) => $"COPY {table}{List(columns)} FROM stdin";

    public static string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(OneLine));

    /// <summary>A table's name that stays in its line, whatever it holds: the statements of the data section are read line by line.</summary>
    public static string Table(string schema, string name) => $"{OneLine(schema)}.{OneLine(name)}";

    private static string OneLine(string name) => name.AsSpan().ContainsAny('\n', '\r')
        ? "U&" + Identifier.Quote(name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\000A", StringComparison.Ordinal).Replace("\r", "\\000D", StringComparison.Ordinal))
        : Identifier.Quote(name);

    private static string List(IReadOnlyList<string> columns) => columns.Count == 0 ? "" : $" ({Names(columns)})";
}
