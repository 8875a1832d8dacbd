using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

internal sealed class OperatorsReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT o.oid, n.nspname, o.oprname, o.oprkind, o.oprcanmerge, o.oprcanhash, pg_get_userbyid(o.oprowner)::text AS owner,
               o.oprcode::regproc::text AS function,
               CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END AS left_type,
               CASE WHEN o.oprright <> 0 THEN format_type(o.oprright, NULL) END AS right_type,
               (SELECT quote_ident(s.nspname) || '.' || c.oprname FROM pg_operator c JOIN pg_namespace s ON s.oid = c.oprnamespace
                WHERE c.oid = o.oprcom) AS commutator,
               (SELECT quote_ident(s.nspname) || '.' || g.oprname FROM pg_operator g JOIN pg_namespace s ON s.oid = g.oprnamespace
                WHERE g.oid = o.oprnegate) AS negator,
               nullif(o.oprrest::regproc::text, '-') AS restrict, nullif(o.oprjoin::regproc::text, '-') AS joining
        FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
        -- Without a function it is only a promise made by another operator's COMMUTATOR or NEGATOR, which makes it again.
        WHERE o.oprcode <> 0 AND {catalog.UserSchema()} AND {Catalog.NotMember("pg_operator", "o.oid")}
        """,
        row =>
        {
            var (schema, name) = (row.Text("nspname"), row.Text("oprname"));
            var (left, right) = (row.TextOrNull("left_type"), row.TextOrNull("right_type"));
            string?[] properties =
            [
                $"FUNCTION = {row.Text("function")}",
                left is null ? null : $"LEFTARG = {left}",
                right is null ? null : $"RIGHTARG = {right}",
                row.TextOrNull("commutator") is { } commutator ? $"COMMUTATOR = OPERATOR({commutator})" : null,
                row.TextOrNull("negator") is { } negator ? $"NEGATOR = OPERATOR({negator})" : null,
                row.Flag("oprcanmerge") ? "MERGES" : null,
                row.Flag("oprcanhash") ? "HASHES" : null,
                row.TextOrNull("restrict") is { } restrict ? $"RESTRICT = {restrict}" : null,
                row.TextOrNull("joining") is { } joining ? $"JOIN = {joining}" : null,
            ];
            var qualified = $"{Identifier.Quote(schema)}.{name}";
            catalog.Add(new ObjectKey(CatalogOid.Operator, row.Oid("oid")), SchemaObjectKind.Operator, "OPERATOR",
                    $"{qualified} ({left ?? "NONE"}, {right ?? "NONE"})", schema, name,
                    statements: $"CREATE OPERATOR {qualified} (\n    {string.Join(",\n    ", properties.OfType<string>())}\n)")
                .OwnedBy(row.Text("owner"));
        },
        cancellationToken);
}
