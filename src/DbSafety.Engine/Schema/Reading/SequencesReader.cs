using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Sequences: free ones, those owned by a column, and those behind identity columns.</summary>
internal sealed class SequencesReader : ICatalogReader
{
    private const int OwnedByPart = 1;

    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT c.oid, n.nspname, c.relname, c.relpersistence, pg_get_userbyid(c.relowner)::text AS owner,
               format_type(s.seqtypid, NULL) AS type, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle,
               coalesce(d.refobjid, 0) AS table_oid, coalesce(d.refobjsubid, 0)::int2 AS column_number, coalesce(d.deptype, 'n') AS deptype
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
        LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
             AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
        WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND {catalog.UserSchema()} AND {Catalog.NotMember("pg_class", "c.oid")}
        """,
        row => Add(catalog, row),
        cancellationToken, "oid = ANY ($1)");

    private static void Add(Catalog catalog, CatalogRow row)
    {
        var (schema, name) = (row.Common("nspname"), row.Text("relname"));
        var quoted = Identifier.Quote(schema, name);
        var table = row.Oid("table_oid") is var oid and not 0 ? catalog.Tables.Find(oid) : null;
        var column = table?.Columns.GetValueOrDefault(row.Short("column_number"));
        var isIdentity = row.Letter("deptype") == 'i' && column is not null;
        var persistence = row.Letter("relpersistence");
        var range = $"START WITH {row.Long("seqstart")} INCREMENT BY {row.Long("seqincrement")} MINVALUE {row.Long("seqmin")}"
            + $" MAXVALUE {row.Long("seqmax")} CACHE {row.Long("seqcache")}{(row.Flag("seqcycle") ? " CYCLE" : "")}";

        List<string> statements = isIdentity
            ? [$"ALTER TABLE {table!.Quoted} ALTER COLUMN {Identifier.Quote(column!.Name)} ADD GENERATED "
                + $"{(column.Identity == 'a' ? "ALWAYS" : "BY DEFAULT")} AS IDENTITY (SEQUENCE NAME {quoted} {range})"]
            : [$"CREATE {(persistence == 'u' ? "UNLOGGED " : "")}SEQUENCE {quoted} AS {row.Text("type")} {range}"];
        // The sequence of an identity column is made with the column's type and, from version 15 on, with the table's persistence.
        if (isIdentity && table!.Persistence != persistence && catalog.Version >= 150000)
            statements.Add($"ALTER SEQUENCE {quoted} SET {(persistence == 'u' ? "UNLOGGED" : "LOGGED")}");

        var key = SchemaNodes.Relation(row.Oid("oid"));
        var node = catalog.Add(key, SchemaObjectKind.Sequence, "SEQUENCE", quoted, schema, name, table: column is null ? null : table!.Key, statements: statements);
        if (isIdentity)
            node.Needs.Add(table!.Key);
        else
            node.OwnedBy(row.Common("owner"));
        if (column is null)
            return;
        table!.Sequences.Add(new SequenceModel(key, schema, name, column.Name, isIdentity));
        if (isIdentity)
            return;

        // Apart, because it needs the table, whose default may need the sequence, and because both must have their owner by then.
        var owned = $"ALTER SEQUENCE {quoted} OWNED BY {table.Quoted}.{Identifier.Quote(column.Name)}";
        catalog.AddFragment(node, OwnedByPart, SchemaObjectKind.Sequence, SchemaSection.PreData, owned).Needs.Add(table.Key);
        node.Facts.Add(owned);
    }

    /// <summary>The address that the statement OWNED BY of a sequence has.</summary>
    public static ObjectKey OwnedByKey(ObjectKey sequence) => sequence with { Part = OwnedByPart };
}
