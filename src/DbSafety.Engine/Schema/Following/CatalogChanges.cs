using Npgsql;
using NpgsqlTypes;

namespace DbSafety.Engine.Schema.Following;

/// <summary>
/// Asks the catalogs which objects changed, whom they belong to and who is written with their names. All by OID, whatever the catalog:
/// a number too many costs a little reading.
/// </summary>
internal sealed class CatalogChanges(NpgsqlConnection connection)
{
    private static readonly string SinceSql = $"""
        WITH mark AS MATERIALIZED (SELECT age($1::text::xid) AS age)
        {string.Join("\nUNION\n", Rows.Select(row => $"SELECT {row.Oid} FROM {row.Catalog} WHERE age(xmin) <= (SELECT age FROM mark)"))}
        """;

    // What an object's own number does not tell: the table that it lives on, the type that a constraint is of.
    private const string OwnersSql = """
        SELECT indrelid FROM pg_index WHERE indexrelid = ANY ($1)
        UNION SELECT CASE WHEN conrelid <> 0 THEN conrelid ELSE contypid END FROM pg_constraint WHERE oid = ANY ($1)
        UNION SELECT tgrelid FROM pg_trigger WHERE oid = ANY ($1)
        UNION SELECT ev_class FROM pg_rewrite WHERE oid = ANY ($1)
        UNION SELECT polrelid FROM pg_policy WHERE oid = ANY ($1)
        UNION SELECT stxrelid FROM pg_statistic_ext WHERE oid = ANY ($1)
        UNION SELECT adrelid FROM pg_attrdef WHERE oid = ANY ($1)
        UNION SELECT reltype FROM pg_class WHERE oid = ANY ($1) AND reltype <> 0
        UNION SELECT typrelid FROM pg_type WHERE oid = ANY ($1) AND typrelid <> 0
        UNION SELECT refobjid FROM pg_depend WHERE classid = 1259 AND objid = ANY ($1) AND refclassid = 1259 AND refobjsubid > 0 AND deptype IN ('a', 'i')
        """;

    // What is read with them: what lives on them, and the tables that they name.
    private const string AroundSql = """
        SELECT oid FROM pg_constraint WHERE conrelid = ANY ($1)
        UNION SELECT oid FROM pg_constraint WHERE contypid = ANY ($1)
        UNION SELECT confrelid FROM pg_constraint WHERE conrelid = ANY ($1) AND confrelid <> 0
        UNION SELECT oid FROM pg_trigger WHERE tgrelid = ANY ($1)
        UNION SELECT oid FROM pg_rewrite WHERE ev_class = ANY ($1)
        UNION SELECT oid FROM pg_policy WHERE polrelid = ANY ($1)
        UNION SELECT indexrelid FROM pg_index WHERE indrelid = ANY ($1)
        UNION SELECT oid FROM pg_statistic_ext WHERE stxrelid = ANY ($1)
        UNION SELECT oid FROM pg_attrdef WHERE adrelid = ANY ($1)
        UNION SELECT inhparent FROM pg_inherits WHERE inhrelid = ANY ($1)
        UNION SELECT objid FROM pg_depend WHERE refclassid = 1259 AND refobjid = ANY ($1) AND refobjsubid > 0 AND classid = 1259 AND deptype IN ('a', 'i')
        """;

    private const string DependentsSql = """
        SELECT DISTINCT d.objid
        FROM pg_depend d
        WHERE d.refclassid IN (1247, 1255, 1259, 2606, 2617, 3456) AND d.objid >= 16384
          AND d.refobjid = ANY (ARRAY(SELECT unnest($1) UNION SELECT reltype FROM pg_class WHERE oid = ANY ($1) AND reltype <> 0
                                      UNION SELECT typarray FROM pg_type WHERE typarray <> 0 AND (oid = ANY ($1) OR typrelid = ANY ($1))))
        """;

    // A call of a function in a FROM list is written with the columns of the rows that it gives.
    private const string CallersSql = """
        SELECT DISTINCT caller.objid
        FROM pg_depend function
        JOIN pg_depend caller ON caller.refclassid = 1255 AND caller.refobjid = function.objid
        WHERE function.classid = 1255 AND caller.objid >= 16384
          AND function.refobjid = ANY (ARRAY(SELECT unnest($1) UNION SELECT reltype FROM pg_class WHERE oid = ANY ($1) AND reltype <> 0))
        """;

    private const string ViewsSql = "SELECT DISTINCT objid FROM pg_depend WHERE refclassid = 1259 AND refobjid = ANY ($1) AND classid = 2618";

    private const string MembersSql = "SELECT objid FROM pg_depend WHERE deptype = 'e' AND objid = ANY ($1) LIMIT 1";

    private static readonly string[] Rare =
    [
        "pg_namespace", "pg_extension", "pg_language", "pg_collation", "pg_transform", "pg_am", "pg_operator", "pg_opfamily", "pg_opclass", "pg_amop", "pg_amproc",
        "pg_cast", "pg_conversion", "pg_ts_parser", "pg_ts_template", "pg_ts_dict", "pg_ts_config", "pg_ts_config_map", "pg_foreign_data_wrapper",
        "pg_foreign_server", "pg_publication", "pg_publication_rel", "pg_event_trigger", "pg_default_acl",
    ];

    // Each catalog with the object that a row of it is a part of.
    private static (string Catalog, string Oid)[] Rows =>
    [
        ("pg_class", "oid"), ("pg_attribute", "attrelid"), ("pg_type", "oid"), ("pg_proc", "oid"), ("pg_aggregate", "aggfnoid::oid"), ("pg_namespace", "oid"),
        ("pg_constraint", "oid"), ("pg_index", "indrelid"), ("pg_attrdef", "adrelid"), ("pg_trigger", "tgrelid"), ("pg_rewrite", "ev_class"),
        ("pg_policy", "polrelid"), ("pg_statistic_ext", "stxrelid"), ("pg_sequence", "seqrelid"), ("pg_inherits", "inhrelid"), ("pg_enum", "enumtypid"),
        ("pg_range", "rngtypid"), ("pg_foreign_table", "ftrelid"), ("pg_partitioned_table", "partrelid"), ("pg_description", "objoid"),
        ("pg_seclabel", "objoid"), ("pg_init_privs", "objoid"), ("pg_depend", "objid"), ("pg_extension", "oid"), ("pg_collation", "oid"), ("pg_operator", "oid"),
    ];

    /// <summary>The objects of which a row was written since.</summary>
    public async Task<HashSet<uint>> SinceAsync(CatalogMark mark, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SinceSql, connection) { Parameters = { new() { Value = mark.Transaction, NpgsqlDbType = NpgsqlDbType.Text } } };
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>True where something of a rare kind was made or changed since.</summary>
    public async Task<bool> AnyRareSinceAsync(CatalogMark mark, int version, CancellationToken cancellationToken)
    {
        // Publications of whole schemas came with version 15.
        var sql = "WITH mark AS MATERIALIZED (SELECT age($1::text::xid) AS age)\nSELECT " + string.Join("\nOR ", Rare.Concat(version >= 150000 ? ["pg_publication_namespace"] : [])
            .Select(catalog => $"EXISTS (SELECT FROM {catalog} WHERE age(xmin) <= (SELECT age FROM mark))"));
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = mark.Transaction, NpgsqlDbType = NpgsqlDbType.Text } } };
        await command.PrepareAsync(cancellationToken);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The objects that these belong to.</summary>
    public Task<HashSet<uint>> OwnersAsync(IReadOnlyCollection<uint> oids, CancellationToken cancellationToken) => AskAsync(OwnersSql, oids, cancellationToken);

    /// <summary>What has to be read with these.</summary>
    public Task<HashSet<uint>> AroundAsync(IReadOnlyCollection<uint> oids, CancellationToken cancellationToken) => AskAsync(AroundSql, oids, cancellationToken);

    /// <summary>Whose definitions name these.</summary>
    public Task<HashSet<uint>> DependentsAsync(IReadOnlyCollection<uint> oids, CancellationToken cancellationToken) => AskAsync(DependentsSql, oids, cancellationToken);

    /// <summary>Whose definitions call functions that are written with these, such as those that give their rows.</summary>
    public Task<HashSet<uint>> CallersAsync(IReadOnlyCollection<uint> oids, CancellationToken cancellationToken) => AskAsync(CallersSql, oids, cancellationToken);

    /// <summary>The rules, of views and others, that name these relations.</summary>
    public Task<HashSet<uint>> RulesAsync(IReadOnlyCollection<uint> oids, CancellationToken cancellationToken) => AskAsync(ViewsSql, oids, cancellationToken);

    /// <summary>True where one of these is a member of an extension.</summary>
    public async Task<bool> AnyMemberAsync(IReadOnlyCollection<uint> oids, CancellationToken cancellationToken) =>
        (await AskAsync(MembersSql, oids, cancellationToken)).Count > 0;

    private async Task<HashSet<uint>> AskAsync(string sql, IReadOnlyCollection<uint> oids, CancellationToken cancellationToken)
    {
        if (oids.Count == 0)
            return [];
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new() { Value = oids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid } },
        };
        return await ReadAsync(command, cancellationToken);
    }

    private static async Task<HashSet<uint>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await command.PrepareAsync(cancellationToken);
        var found = new HashSet<uint>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.GetFieldValue<uint>(0));
        found.Remove(0);
        return found;
    }
}
