using DbSafety.Engine.Backups;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Affected;

/// <summary>
/// The tables that change without being named: partitions and children, tables whose rows a foreign key's action deletes or changes,
/// tables that TRUNCATE … CASCADE empties, and tables that lose a foreign key to DROP … CASCADE.
/// </summary>
internal static class CascadeReach
{
    // action: which foreign keys carry the change on. d: a delete, u: an update, t: all of them (TRUNCATE … CASCADE), x: one level (DROP … CASCADE).
    private const string Sql = """
        WITH RECURSIVE reached (oid, action) AS (
            SELECT * FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2))
          UNION
            SELECT n.oid, n.action
            FROM reached r
            CROSS JOIN LATERAL (
                SELECT i.inhrelid, r.action FROM pg_catalog.pg_inherits i WHERE i.inhparent = r.oid
              UNION ALL
                SELECT k.conrelid, CASE r.action WHEN 'x' THEN '' ELSE r.action END
                FROM pg_catalog.pg_constraint k
                WHERE k.contype = 'f' AND k.confrelid = r.oid
                  AND CASE r.action WHEN 'd' THEN k.confdeltype IN ('c', 'n', 'd')
                                    WHEN 'u' THEN k.confupdtype IN ('c', 'n', 'd')
                                    ELSE r.action IN ('t', 'x') END
            ) n (oid, action)
        )
        SELECT DISTINCT c.oid, n.nspname::text, c.relname::text
        FROM reached r
        JOIN pg_catalog.pg_class c ON c.oid = r.oid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p')
        """;

    public static async Task<IReadOnlyList<CatalogTable>> FindAsync(
        NpgsqlConnection session, IReadOnlyList<(CatalogTable Table, NamedObject By)> roots, CancellationToken cancellationToken)
    {
        var pairs = roots.SelectMany(root => Actions(root.By).Select(action => (root.Table.Oid, Action: action))).Distinct().ToList();
        await using var command = new NpgsqlCommand(Sql, session)
        {
            Parameters =
            {
                new() { Value = pairs.Select(pair => pair.Oid).ToArray(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Oid },
                new() { Value = pairs.Select(pair => pair.Action).ToArray() },
            },
        };
        var named = roots.Select(root => root.Table.Oid).ToHashSet();
        var reached = new List<CatalogTable>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!named.Contains(reader.GetFieldValue<uint>(0)))
                reached.Add(new CatalogTable(reader.GetFieldValue<uint>(0), new TableName(reader.GetString(1), reader.GetString(2))));
        }

        return reached;
    }

    private static IEnumerable<string> Actions(NamedObject item) => item switch
    {
        { Object.Effect: StatementEffect.Suspected } => ["d"],
        { Statement.Facts: { Tag: "TRUNCATE TABLE" or "TRUNCATE", Cascades: true } } => ["t"],
        { Object.Effect: StatementEffect.Dropped, Statement.Facts.Cascades: true } => ["x"],
        { Statement.Facts.Tag: "DELETE" } => ["d"],
        { Statement.Facts.Tag: "UPDATE" } => ["u"],
        { Statement.Facts.Tag: "MERGE" } => ["d", "u"],
        // WITH removed AS (DELETE …) SELECT … has another tag.
        { Object.Effect: StatementEffect.DataChanged, Statement.Facts.Tag: not ("INSERT" or "COPY") } => ["d", "u"],
        _ => [""],
    };
}
