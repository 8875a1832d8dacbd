using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

internal sealed class EventTriggersReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT t.oid, t.evtname, t.evtevent, t.evttags, t.evtenabled, pg_get_userbyid(t.evtowner)::text AS owner, t.evtfoid::regproc::text AS function
        FROM pg_event_trigger t
        WHERE {Catalog.NotMember("pg_event_trigger", "t.oid")}
        """,
        row =>
        {
            var name = row.Text("evtname");
            var quoted = Identifier.Quote(name);
            var tags = row.Texts("evttags") is { } list ? $" WHEN TAG IN ({string.Join(", ", list.Select(Identifier.Literal))})" : "";
            var node = catalog.Add(new ObjectKey(CatalogOid.EventTrigger, row.Oid("oid")), SchemaObjectKind.EventTrigger, "EVENT TRIGGER", quoted, null, name,
                SchemaSection.PostData,
                statements: $"CREATE EVENT TRIGGER {quoted} ON {row.Text("evtevent")}{tags} EXECUTE FUNCTION {row.Text("function")}()");
            if (TriggerState.Words(row.Letter("evtenabled")) is { } state)
                node.Statements.Add($"ALTER EVENT TRIGGER {quoted} {state}");
            node.OwnedBy(row.Text("owner"));
        },
        cancellationToken);
}
