using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Schema.Writing;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Constraints of tables. The indexes behind keys are read by <see cref="IndexesReader"/>, later.</summary>
internal sealed class ConstraintsReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT k.oid, k.conrelid, k.conname, k.contype, k.conislocal, k.connoinherit, k.convalidated, k.condeferrable, k.confrelid,
               k.conkey, k.confkey, k.confdeltype, k.confupdtype, k.conparentid, k.condeferred, x.reloptions AS index_options, space.spcname AS tablespace,
               CASE WHEN k.contype IN ('c', 'p', 'u', 'x', 'f') THEN pg_get_constraintdef(k.oid) END AS definition
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_class x ON x.oid = k.conindid AND k.contype IN ('p', 'u', 'x') LEFT JOIN pg_tablespace space ON space.oid = x.reltablespace
        -- NOT NULL is listed here from version 18 on; constraint triggers are read with the triggers.
        WHERE k.contype IN ('c', 'p', 'u', 'x', 'f', 'n') AND {catalog.UserSchema()}
        """,
        row =>
        {
            if (catalog.Tables.Find(row.Oid("conrelid")) is not { Node: not null } table)
                return;
            switch (row.Letter("contype"))
            {
                case 'n':
                    AddNotNull(catalog, row, table);
                    break;
                case 'c':
                    AddCheck(catalog, row, table);
                    break;
                case 'f':
                    AddForeignKey(catalog, row, table);
                    break;
                default:
                    AddKey(catalog, row, table);
                    break;
            }
        },
        cancellationToken, "conrelid = ANY ($1)");

    private static ObjectKey Key(CatalogRow row) => new(CatalogOid.Constraint, row.Oid("oid"));

    private static string On(CatalogRow row, RelationDraft table) => $"{Identifier.Quote(row.Text("conname"))} ON {table.Quoted}";

    private static void AddNotNull(Catalog catalog, CatalogRow row, RelationDraft table)
    {
        if (row.Shorts("conkey") is not [var number] || !table.Columns.TryGetValue(number, out var column))
            return;
        var draft = new NotNullDraft(Key(row), row.Text("conname"), row.Flag("conislocal"), row.Flag("connoinherit"), row.Flag("convalidated"));
        column.NotNullConstraint = draft;
        var target = $"CONSTRAINT {On(row, table)}";
        if (draft.IsValidated)
        {
            catalog.Nodes.AddAlias(draft.Key, table.Key, target);
            return;
        }

        var clause = $"CONSTRAINT {Identifier.Quote(draft.Name)} NOT NULL {Identifier.Quote(column.Name)}{(draft.NoInherit ? " NO INHERIT" : "")} NOT VALID";
        catalog.Nodes.AddPart(table.Node!, new NodePart
        {
            Key = draft.Key,
            Kind = SchemaObjectKind.Constraint,
            Name = draft.Name,
            Clause = clause,
            Statement = draft.IsLocal ? $"ALTER TABLE {table.Quoted} ADD {clause}" : "",
            IsApart = true,
            Section = SchemaSection.PostData,
        }, target);
    }

    private static void AddCheck(Catalog catalog, CatalogRow row, RelationDraft table)
    {
        var target = $"CONSTRAINT {On(row, table)}";
        var isLocal = row.Flag("conislocal");
        if (!isLocal && !table.IsPartition)
        {
            table.HasInheritedChecks = true;
            catalog.Nodes.AddAlias(Key(row), table.Key, target);
            return;
        }

        var clause = $"CONSTRAINT {Identifier.Quote(row.Text("conname"))} {row.Text("definition")}";
        var validated = row.Flag("convalidated");
        catalog.Nodes.AddPart(table.Node!, new NodePart
        {
            Key = Key(row),
            Kind = SchemaObjectKind.CheckConstraint,
            Name = row.Text("conname"),
            Clause = clause,
            // Without ONLY: children that have it take part. A partition's own copy comes from its parent when that is written apart.
            Statement = isLocal ? $"ALTER TABLE {table.Quoted} ADD {clause}" : "",
            // Rows that break it may be there: it can only be added once they are loaded.
            IsApart = !validated,
            Section = validated ? SchemaSection.PreData : SchemaSection.PostData,
        }, target);
    }

    private static void AddKey(Catalog catalog, CatalogRow row, RelationDraft table)
    {
        var name = row.Text("conname");
        var node = catalog.Add(Key(row), SchemaObjectKind.Constraint, "CONSTRAINT", On(row, table), table.Schema, name, SchemaSection.PostData, table.Key,
            statements: TableStatements.InTablespace(row.TextOrNull("tablespace"), $"{AlterTable(table)} ADD CONSTRAINT {Identifier.Quote(name)} {KeyDefinition(row)}"));
        node.Needs.Add(table.Key);
    }

    /// <summary>The definition with the storage options of the index, which <c>pg_get_constraintdef</c> leaves out for keys.</summary>
    private static string KeyDefinition(CatalogRow row)
    {
        var definition = row.Text("definition");
        if (row.Letter("contype") == 'x' || row.Texts("index_options") is not { } options)
            return definition;
        var timing = (row.Flag("condeferrable") ? " DEFERRABLE" : "") + (row.Flag("condeferred") ? " INITIALLY DEFERRED" : "");
        return $"{definition[..^timing.Length]} WITH ({OptionList.Storage(options)}){timing}";
    }

    private static string AlterTable(RelationDraft table) => table.Kind == 'f' ? $"ALTER FOREIGN TABLE ONLY {table.Quoted}" : $"ALTER TABLE ONLY {table.Quoted}";

    private static void AddForeignKey(Catalog catalog, CatalogRow row, RelationDraft table)
    {
        if (catalog.Tables.Find(row.Oid("confrelid")) is not { } referenced)
            return;
        // A partition's copy comes with the one of its parent.
        if (row.Oid("conparentid") is var above and not 0)
        {
            catalog.Nodes.AddAlias(Key(row), new ObjectKey(CatalogOid.Constraint, above), $"CONSTRAINT {On(row, table)}");
            return;
        }

        var name = row.Text("conname");
        var definition = row.Text("definition");
        var only = table.Kind == 'p' ? "" : "ONLY ";
        var node = catalog.Add(Key(row), SchemaObjectKind.ForeignKey, "CONSTRAINT", On(row, table), table.Schema, name, SchemaSection.PostData, table.Key,
            statements: $"ALTER TABLE {only}{table.Quoted} ADD CONSTRAINT {Identifier.Quote(name)} {definition}");
        node.Needs.Add(table.Key);
        node.Needs.Add(referenced.Key);

        var model = new ForeignKeyModel
        {
            Key = node.Key,
            Name = name,
            Table = table.Reference,
            Columns = Names(table, row.Shorts("conkey")),
            Referenced = referenced.Reference,
            ReferencedColumns = Names(referenced, row.Shorts("confkey")),
            Definition = definition,
            OnDelete = Action(row.Letter("confdeltype")),
            OnUpdate = Action(row.Letter("confupdtype")),
            IsDeferrable = row.Flag("condeferrable"),
            IsValidated = row.Flag("convalidated"),
        };
        table.ForeignKeys.Add(model);
        referenced.IncomingForeignKeys.Add(model);
    }

    private static List<string> Names(RelationDraft table, short[] numbers) => [.. numbers.Select(number => table.Columns[number].Name)];

    private static ForeignKeyAction Action(char letter) => letter switch
    {
        'r' => ForeignKeyAction.Restrict,
        'c' => ForeignKeyAction.Cascade,
        'n' => ForeignKeyAction.SetNull,
        'd' => ForeignKeyAction.SetDefault,
        _ => ForeignKeyAction.NoAction,
    };
}
