using System.Text;
using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Schema.Reading;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Writing;

/// <summary>Writes a table: CREATE TABLE and what can only be said by ALTER TABLE.</summary>
internal static class TableStatements
{
    /// <param name="whole">Also what is to be written apart.</param>
    public static IReadOnlyList<string> Write(RelationDraft table, bool whole)
    {
        List<string> statements = [.. InTablespace(table.Tablespace, Create(table, whole))];
        if (table.InheritsLater)
            statements.AddRange(table.Parents.Select(parent => $"{table.AlterOnly} INHERIT {parent.Quoted}"));
        else
            statements.AddRange(InheritedColumns(table, whole));
        statements.AddRange(ColumnProperties(table));
        if (table.IsPartition && table.Parents is [var parent, ..])
            statements.Add($"ALTER TABLE ONLY {parent.Quoted} ATTACH PARTITION {table.Quoted} {table.PartitionBound}");
        if (table.ReplicaIdentity is 'f' or 'n' && table.Kind != 'f')
            statements.Add($"{table.AlterOnly} REPLICA IDENTITY {(table.ReplicaIdentity == 'f' ? "FULL" : "NOTHING")}");
        return statements;
    }

    /// <summary>A statement that makes something in a tablespace: not every CREATE has a clause for it.</summary>
    public static IEnumerable<string> InTablespace(string? tablespace, string statement) => tablespace is null
        ? [statement]
        : [$"SET default_tablespace = {Identifier.Literal(tablespace)}", statement, "SET default_tablespace = ''"];

    private static string Create(RelationDraft table, bool whole)
    {
        // Version 18 has no unlogged partitioned tables; before, the mark meant nothing.
        var text = new StringBuilder(512);
        text.Append("CREATE ").Append(table is { Persistence: 'u', Kind: not 'p' } ? "UNLOGGED " : "").Append(table.Words).Append(' ').Append(table.Quoted).Append(' ');
        if (table.OfType is not null)
            text.Append("OF ").Append(table.OfType).Append(' ');
        AppendItems(text, table, whole);
        if (table is { IsPartition: false, InheritsLater: false, Parents.Count: > 0 })
            text.Append("\nINHERITS (").AppendJoin(", ", table.Parents.Select(parent => parent.Quoted)).Append(')');
        if (table.PartitionKey is not null)
            text.Append("\nPARTITION BY ").Append(table.PartitionKey);
        if (table.Server is not null)
            text.Append("\nSERVER ").Append(Identifier.Quote(table.Server)).Append(OptionList.ForeignClause(table.ServerOptions));
        if (table.AccessMethod is not null)
            text.Append("\nUSING ").Append(Identifier.Quote(table.AccessMethod));
        if (text[^1] == ' ')
            text.Length--;
        return text.Append(StorageClause(table)).ToString();
    }

    private static void AppendItems(StringBuilder text, RelationDraft table, bool whole)
    {
        var parts = new List<NodePart>(table.Node!.Parts.Count);
        foreach (var part in table.Node.Parts.ToArray())
            if (part.Kind != SchemaObjectKind.Default && (whole || !part.IsApart))
                parts.Add(part);
        var isFirst = true;
        foreach (var item in ColumnClause.Write(table, whole).Concat(parts.Count < 2 ? parts.Select(part => part.Clause) : parts.OrderBy(part => part.Name, StringComparer.Ordinal).Select(part => part.Clause)))
        {
            text.Append(isFirst ? "(\n    " : ",\n    ").Append(item);
            isFirst = false;
        }

        text.Append(!isFirst ? "\n)" : table.OfType is null ? "()" : "");
    }

    /// <summary>The WITH clause of a table, view or materialized view.</summary>
    public static string StorageClause(RelationDraft relation)
    {
        if (relation is { Options: null, ToastOptions: null })
            return "";
        var options = string.Join(", ", new[] { OptionList.Storage(relation.Options), OptionList.Storage(relation.ToastOptions, "toast.") }.Where(text => text.Length > 0));
        return options.Length == 0 ? "" : $"\nWITH ({options})";
    }

    /// <summary>What differs in columns that come from parents.</summary>
    private static IEnumerable<string> InheritedColumns(RelationDraft table, bool whole)
    {
        if (table.IsPartition || table.Parents.Count == 0)
            yield break;
        foreach (var column in table.Columns.Values)
        {
            var name = Identifier.Quote(column.Name);
            var above = table.Parents.SelectMany(parent => parent.Columns.Values).Where(other => other.Name == column.Name).ToList();
            if (column.Default is null && above.Any(other => other is { Default: not null, Generated: '\0' }))
                yield return $"{table.AlterOnly} ALTER COLUMN {name} DROP DEFAULT";
            if (ColumnClause.IsWritten(table, column))
                continue;
            if (column.DefaultPart is { Statement: { } statement } part && (whole || !part.IsApart))
                yield return statement;
            if (column is { NotNull: true, NotNullConstraint: null } && !above.Any(other => other.NotNull))
                yield return $"{table.AlterOnly} ALTER COLUMN {name} SET NOT NULL";
        }
    }

    /// <summary>Storage, compression, statistics targets and options of columns.</summary>
    public static IEnumerable<string> ColumnProperties(RelationDraft relation)
    {
        foreach (var column in relation.Columns.Values)
        {
            var alter = $"{relation.AlterOnly} ALTER COLUMN {Identifier.Quote(column.Name)}";
            if (column.Storage is { } storage)
                yield return $"{alter} SET STORAGE {TypeStatement.StorageName(storage)}";
            if (column.Compression != '\0')
                yield return $"{alter} SET COMPRESSION {(column.Compression == 'l' ? "lz4" : "pglz")}";
            if (column.StatisticsTarget >= 0)
                yield return $"{alter} SET STATISTICS {column.StatisticsTarget}";
            if (column.Options is not null)
                yield return $"{alter} SET ({OptionList.Storage(column.Options)})";
            if (column.ForeignOptions is not null)
                yield return $"{alter} OPTIONS ({OptionList.Foreign(column.ForeignOptions)})";
        }
    }
}
