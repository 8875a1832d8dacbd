using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Rules; the one that makes a view a view stands for the view.</summary>
internal sealed class RulesReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT r.oid, r.ev_class, r.rulename, r.ev_enabled, r.ev_type = '1' AS is_view,
               CASE WHEN r.rulename <> '_RETURN' THEN pg_get_ruledef(r.oid) END AS definition
        FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {catalog.UserSchema()}
        """,
        row =>
        {
            if (catalog.Tables.Find(row.Oid("ev_class")) is not { } table)
                return;
            var key = new ObjectKey(CatalogOid.Rewrite, row.Oid("oid"));
            if (row.TextOrNull("definition") is not { } definition)
            {
                catalog.Nodes.AddAlias(key, table.Key);
                return;
            }

            var name = row.Text("rulename");
            var quoted = Identifier.Quote(name);
            var node = catalog.Add(key, SchemaObjectKind.Rule, "RULE", $"{quoted} ON {table.Quoted}", table.Schema, name, SchemaSection.PostData, table.Key,
                statements: definition.TrimEnd().TrimEnd(';'));
            if (TriggerState.Words(row.Letter("ev_enabled")) is { } state)
                node.Statements.Add($"ALTER TABLE {table.Quoted} {state} RULE {quoted}");
            node.Needs.Add(table.Key);
        },
        cancellationToken, "ev_class = ANY ($1)");
}
