using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Column defaults and the expressions of generated columns; the relations' nodes are there already.</summary>
internal sealed class DefaultsReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT d.oid, d.adrelid, d.adnum, pg_get_expr(d.adbin, d.adrelid) AS expression
        FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {catalog.UserSchema()}
        """,
        row =>
        {
            if (catalog.Tables.Find(row.Oid("adrelid")) is not { Node: { } node } table || !table.Columns.TryGetValue(row.Short("adnum"), out var column))
                return;
            column.Default = row.Text("expression");
            var part = new NodePart
            {
                Key = new ObjectKey(CatalogOid.ColumnDefault, row.Oid("oid")),
                Kind = SchemaObjectKind.Default,
                Name = column.Name,
                Clause = Clause(column),
                // The expression of a generated column cannot be given later.
                Statement = column.Generated == '\0' ? $"{table.AlterOnly} ALTER COLUMN {Identifier.Quote(column.Name)} SET DEFAULT {column.Default}" : null,
            };
            column.DefaultPart = part;
            catalog.Nodes.AddPart(node, part, null);
        },
        cancellationToken, "adrelid = ANY ($1)");

    private static string Clause(ColumnDraft column) => column.Generated switch
    {
        's' => $"GENERATED ALWAYS AS ({column.Default}) STORED",
        'v' => $"GENERATED ALWAYS AS ({column.Default}) VIRTUAL",
        _ => $"DEFAULT {column.Default}",
    };
}
