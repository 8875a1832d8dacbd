using DbSafety.Engine.Schema.Ordering;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

internal sealed class AggregatesReader : ICatalogReader
{
    public Task ReadAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT p.oid, n.nspname, p.proname, p.oid::regprocedure::text AS signature, p.proparallel,
               pg_get_function_arguments(p.oid) AS arguments, pg_get_function_identity_arguments(p.oid) AS identity_arguments,
               pg_get_userbyid(p.proowner)::text AS owner, p.proacl::text[] AS acl, acldefault('f', p.proowner)::text[] AS initial_acl,
               a.aggkind, a.aggtransfn::regproc::text AS sfunc, format_type(a.aggtranstype, NULL) AS stype, a.aggtransspace AS sspace,
               nullif(a.aggfinalfn::regproc::text, '-') AS finalfunc, a.aggfinalextra, a.aggfinalmodify,
               nullif(a.aggcombinefn::regproc::text, '-') AS combinefunc, nullif(a.aggserialfn::regproc::text, '-') AS serialfunc,
               nullif(a.aggdeserialfn::regproc::text, '-') AS deserialfunc, a.agginitval AS initcond,
               nullif(a.aggmtransfn::regproc::text, '-') AS msfunc, nullif(a.aggminvtransfn::regproc::text, '-') AS minvfunc,
               CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END AS mstype, a.aggmtransspace AS msspace,
               nullif(a.aggmfinalfn::regproc::text, '-') AS mfinalfunc, a.aggmfinalextra, a.aggmfinalmodify, a.aggminitval AS minitcond,
               CASE WHEN a.aggsortop <> 0 THEN (SELECT quote_ident(s.nspname) || '.' || o.oprname FROM pg_operator o JOIN pg_namespace s
                    ON s.oid = o.oprnamespace WHERE o.oid = a.aggsortop) END AS sortop
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_aggregate a ON a.aggfnoid = p.oid
        WHERE p.prokind = 'a' AND {catalog.UserSchema()} AND {Catalog.NotMember("pg_proc", "p.oid")}
        """,
        row =>
        {
            var (schema, name) = (row.Text("nspname"), row.Text("proname"));
            var quoted = Identifier.Quote(schema, name);
            catalog.Nodes.Add(new SchemaNode
            {
                Key = new ObjectKey(CatalogOid.Function, row.Oid("oid")),
                Kind = SchemaObjectKind.Aggregate,
                Schema = schema,
                Name = name,
                Target = $"AGGREGATE {quoted}({OrStar(row.Text("identity_arguments"))})",
                Identity = $"aggregate {row.Text("signature")}",
                Beginning = [$"CREATE AGGREGATE {quoted}({OrStar(row.Text("arguments"))}) (\n    {string.Join(",\n    ", Properties(row))}\n)"],
            })
                .OwnedBy(row.Text("owner"))
                .Granted(row, "X", $"FUNCTION {row.Text("signature")}");
        },
        cancellationToken, "oid = ANY ($1)");

    private static string OrStar(string arguments) => arguments.Length == 0 ? "*" : arguments;

    private static IEnumerable<string> Properties(CatalogRow row)
    {
        // The modify flags differ from their default only where they are written: read-only for plain aggregates, read-write for the others.
        var kind = row.Letter("aggkind");
        var usual = kind == 'n' ? 'r' : 'w';
        List<string?> properties =
        [
            $"SFUNC = {row.Text("sfunc")}",
            $"STYPE = {row.Text("stype")}",
            row.Int("sspace") != 0 ? $"SSPACE = {row.Int("sspace")}" : null,
            Set("FINALFUNC", row.TextOrNull("finalfunc")),
            row.Flag("aggfinalextra") ? "FINALFUNC_EXTRA" : null,
            row.TextOrNull("finalfunc") is not null && row.Letter("aggfinalmodify") != usual ? Modify("FINALFUNC_MODIFY", row.Letter("aggfinalmodify")) : null,
            Set("COMBINEFUNC", row.TextOrNull("combinefunc")),
            Set("SERIALFUNC", row.TextOrNull("serialfunc")),
            Set("DESERIALFUNC", row.TextOrNull("deserialfunc")),
            row.TextOrNull("initcond") is { } initial ? $"INITCOND = {Identifier.Literal(initial)}" : null,
            Set("MSFUNC", row.TextOrNull("msfunc")),
            Set("MINVFUNC", row.TextOrNull("minvfunc")),
            Set("MSTYPE", row.TextOrNull("mstype")),
            row.Int("msspace") != 0 ? $"MSSPACE = {row.Int("msspace")}" : null,
            Set("MFINALFUNC", row.TextOrNull("mfinalfunc")),
            row.Flag("aggmfinalextra") ? "MFINALFUNC_EXTRA" : null,
            row.TextOrNull("mfinalfunc") is not null && row.Letter("aggmfinalmodify") != usual ? Modify("MFINALFUNC_MODIFY", row.Letter("aggmfinalmodify")) : null,
            row.TextOrNull("minitcond") is { } moving ? $"MINITCOND = {Identifier.Literal(moving)}" : null,
            row.TextOrNull("sortop") is { } sort ? $"SORTOP = OPERATOR({sort})" : null,
            row.Letter("proparallel") switch { 's' => "PARALLEL = SAFE", 'r' => "PARALLEL = RESTRICTED", _ => null },
            kind == 'h' ? "HYPOTHETICAL" : null,
        ];
        return properties.OfType<string>();
    }

    private static string? Set(string name, string? value) => value is null ? null : $"{name} = {value}";

    private static string Modify(string name, char value) => $"{name} = {value switch { 'r' => "READ_ONLY", 's' => "SHAREABLE", _ => "READ_WRITE" }}";
}
