using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

internal sealed class TriggersReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled, t.tgparentid, pg_get_triggerdef(t.oid) AS definition
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_trigger above ON above.oid = t.tgparentid
        -- A partition's copy comes with the trigger of its parent; only its state can differ. Before version 15 copies are marked internal.
        WHERE {catalog.UserSchema()}
          AND ((NOT t.tgisinternal AND t.tgparentid = 0) OR (NOT coalesce(above.tgisinternal, true) AND t.tgenabled <> above.tgenabled)
               OR ({catalog.Since(15, "false", "above.tgparentid <> 0 AND t.tgconstraint = 0 AND t.tgenabled <> above.tgenabled")}))
        """,
        row =>
        {
            if (catalog.Tables.Find(row.Oid("tgrelid")) is not { } table)
                return;
            var name = row.Text("tgname");
            var quoted = Identifier.Quote(name);
            var key = new ObjectKey(CatalogOid.Trigger, row.Oid("oid"));
            var node = catalog.Add(key, SchemaObjectKind.Trigger, "TRIGGER", $"{quoted} ON {table.Quoted}", table.Schema, name, SchemaSection.PostData, table.Key);
            node.Needs.Add(table.Key);
            var above = row.Oid("tgparentid");
            if (above == 0)
                node.Statements.Add(row.Text("definition"));
            else
                node.Needs.Add(new ObjectKey(CatalogOid.Trigger, above));
            var state = TriggerState.Words(row.Letter("tgenabled")) ?? (above == 0 ? null : "ENABLE");
            if (state is not null)
                node.Statements.Add($"ALTER {(table.Kind == 'f' ? "FOREIGN TABLE" : "TABLE")} {table.Quoted} {state} TRIGGER {quoted}");
        },
        cancellationToken, "tgrelid = ANY ($1)");
}
