using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>Text search parsers, templates, dictionaries and configurations.</summary>
internal sealed class TextSearchReader : ICatalogReader
{
    public async Task ReadAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        await ReadParsersAsync(catalog, cancellationToken);
        await ReadTemplatesAsync(catalog, cancellationToken);
        await ReadDictionariesAsync(catalog, cancellationToken);
        await ReadConfigurationsAsync(catalog, cancellationToken);
    }

    private static Task ReadParsersAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT p.oid, n.nspname, p.prsname AS name,
               'START = ' || p.prsstart::regproc || ', GETTOKEN = ' || p.prstoken::regproc || ', END = ' || p.prsend::regproc
               || CASE WHEN p.prsheadline <> 0 THEN ', HEADLINE = ' || p.prsheadline::regproc ELSE '' END
               || ', LEXTYPES = ' || p.prslextype::regproc AS properties
        FROM pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace
        WHERE {catalog.UserSchema()} AND {Catalog.NotMember("pg_ts_parser", "p.oid")}
        """,
        row => Add(catalog, row, CatalogOid.TextSearchParser, SchemaObjectKind.TextSearchParser, "TEXT SEARCH PARSER"),
        cancellationToken);

    private static Task ReadTemplatesAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT t.oid, n.nspname, t.tmplname AS name,
               CASE WHEN t.tmplinit <> 0 THEN 'INIT = ' || t.tmplinit::regproc || ', ' ELSE '' END || 'LEXIZE = ' || t.tmpllexize::regproc AS properties
        FROM pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace
        WHERE {catalog.UserSchema()} AND {Catalog.NotMember("pg_ts_template", "t.oid")}
        """,
        row => Add(catalog, row, CatalogOid.TextSearchTemplate, SchemaObjectKind.TextSearchTemplate, "TEXT SEARCH TEMPLATE"),
        cancellationToken);

    private static Task ReadDictionariesAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT d.oid, n.nspname, d.dictname AS name, pg_get_userbyid(d.dictowner)::text AS owner,
               format('TEMPLATE = %I.%I', tn.nspname, t.tmplname) || coalesce(', ' || d.dictinitoption, '') AS properties
        FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace
        JOIN pg_ts_template t ON t.oid = d.dicttemplate JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
        WHERE {catalog.UserSchema()} AND {Catalog.NotMember("pg_ts_dict", "d.oid")}
        """,
        row => Add(catalog, row, CatalogOid.TextSearchDictionary, SchemaObjectKind.TextSearchDictionary, "TEXT SEARCH DICTIONARY").OwnedBy(row.Text("owner")),
        cancellationToken);

    private static Task ReadConfigurationsAsync(Catalog catalog, CancellationToken cancellationToken) => catalog.ReadAsync(
        $"""
        SELECT c.oid, n.nspname, c.cfgname AS name, pg_get_userbyid(c.cfgowner)::text AS owner,
               format('PARSER = %I.%I', pn.nspname, p.prsname) AS properties,
               (SELECT array_agg(format('ADD MAPPING FOR %I WITH %s', m.alias, m.dictionaries) ORDER BY m.token)
                FROM (SELECT tm.maptokentype AS token, min(tt.alias) AS alias,
                             string_agg(tm.mapdict::regdictionary::text, ', ' ORDER BY tm.mapseqno) AS dictionaries
                      FROM pg_ts_config_map tm JOIN ts_token_type(c.cfgparser) tt ON tt.tokid = tm.maptokentype
                      WHERE tm.mapcfg = c.oid
                      GROUP BY tm.maptokentype) m) AS mappings
        FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
        JOIN pg_ts_parser p ON p.oid = c.cfgparser JOIN pg_namespace pn ON pn.oid = p.prsnamespace
        WHERE {catalog.UserSchema()} AND {Catalog.NotMember("pg_ts_config", "c.oid")}
        """,
        row =>
        {
            var node = Add(catalog, row, CatalogOid.TextSearchConfiguration, SchemaObjectKind.TextSearchConfiguration, "TEXT SEARCH CONFIGURATION").OwnedBy(row.Text("owner"));
            foreach (var mapping in row.Texts("mappings") ?? [])
                node.Statements.Add($"ALTER {node.Target} {mapping}");
        },
        cancellationToken);

    private static Ordering.SchemaNode Add(Catalog catalog, CatalogRow row, uint catalogOid, SchemaObjectKind kind, string words)
    {
        var (schema, name) = (row.Text("nspname"), row.Text("name"));
        var quoted = Identifier.Quote(schema, name);
        return catalog.Add(new ObjectKey(catalogOid, row.Oid("oid")), kind, words, quoted, schema, name, statements: $"CREATE {words} {quoted} ({row.Text("properties")})");
    }
}
