using DbSafety.Tests.Infrastructure;
using Npgsql;

namespace DbSafety.Tests.Examples;

/// <summary>A database's schema as sorted lines, from the catalogs alone: an oracle that shares no code with the engine.</summary>
internal static class CatalogText
{
    private const string Query = """
        WITH ours AS (
            SELECT oid, nspname, nspowner, nspacl FROM pg_namespace
            WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
        ), relations AS (
            SELECT class.*, nspname || '.' || relname AS name FROM pg_class AS class JOIN ours ON ours.oid = relnamespace
        ), lines AS (
            SELECT 'schema ' || nspname AS line FROM ours
            UNION ALL
            SELECT 'enum ' || nspname || '.' || typname || ' ' || string_agg(enumlabel, ',' ORDER BY enumsortorder)
            FROM pg_type AS type JOIN ours ON ours.oid = typnamespace JOIN pg_enum ON enumtypid = type.oid GROUP BY nspname, typname
            UNION ALL
            SELECT 'domain ' || nspname || '.' || typname || ' ' || format_type(typbasetype, typtypmod) || ' ' || typnotnull
            FROM pg_type JOIN ours ON ours.oid = typnamespace WHERE typtype = 'd'
            UNION ALL
            SELECT 'relation ' || concat_ws(' ', name, relkind, relpersistence, reloptions, relrowsecurity, relforcerowsecurity, relispopulated,
                pg_get_expr(relpartbound, oid), pg_get_partkeydef(oid), CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END)
            FROM relations
            UNION ALL
            SELECT 'column ' || concat_ws(' ', name, row_number() OVER (PARTITION BY attrelid ORDER BY attnum), attname, format_type(atttypid, atttypmod),
                attnotnull, attidentity, attgenerated, pg_get_expr(adbin, adrelid), attcollation::regcollation)
            FROM relations JOIN pg_attribute ON attrelid = relations.oid AND attnum > 0 AND NOT attisdropped
            LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
            UNION ALL
            SELECT 'constraint ' || concat_ws(' ', conrelid::regclass, contypid::regtype, conname, contype, convalidated, pg_get_constraintdef(con.oid))
            FROM pg_constraint AS con JOIN ours ON ours.oid = connamespace
            UNION ALL
            SELECT 'index ' || concat_ws(' ', pg_get_indexdef(indexrelid), indisvalid, indisready, indisclustered, indisreplident)
            FROM pg_index JOIN relations ON relations.oid = indexrelid
            UNION ALL
            SELECT 'trigger ' || concat_ws(' ', pg_get_triggerdef(trigger.oid), tgenabled)
            FROM pg_trigger AS trigger JOIN relations ON relations.oid = tgrelid WHERE NOT tgisinternal
            UNION ALL
            SELECT 'policy ' || concat_ws(' ', polrelid::regclass, polname, polcmd, polpermissive, polroles::regrole[],
                pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
            FROM pg_policy JOIN relations ON relations.oid = polrelid
            UNION ALL
            SELECT 'routine ' || pg_get_functiondef(routine.oid) FROM pg_proc AS routine JOIN ours ON ours.oid = pronamespace
            UNION ALL
            SELECT 'sequence ' || concat_ws(' ', name, format_type(seqtypid, NULL), seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle)
            FROM pg_sequence JOIN relations ON relations.oid = seqrelid
            UNION ALL
            SELECT 'grant ' || concat_ws(' ', object, grantor::regrole, CASE grantee WHEN 0 THEN 'public' ELSE grantee::regrole::text END, privilege_type, is_grantable)
            FROM (SELECT 'schema ' || nspname, coalesce(nspacl, acldefault('n', nspowner)) FROM ours
                  UNION ALL
                  SELECT name, coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner))
                  FROM relations WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
                  UNION ALL
                  SELECT name || '.' || attname, attacl FROM relations JOIN pg_attribute ON attrelid = relations.oid WHERE attacl IS NOT NULL
                  UNION ALL
                  SELECT routine.oid::regprocedure::text, coalesce(proacl, acldefault('f', proowner))
                  FROM pg_proc AS routine JOIN ours ON ours.oid = pronamespace) AS holder (object, acl)
            CROSS JOIN LATERAL aclexplode(acl)
            UNION ALL
            SELECT 'comment ' || pg_describe_object(classoid, objoid, objsubid) || ': ' || description
            FROM pg_description
            WHERE objoid >= 16384
        )
        SELECT DISTINCT line FROM lines ORDER BY line
        """;

    public static async Task<string> ReadAsync(TestDatabase database)
    {
        await using var connection = await database.OpenAsync();
        await using var command = new NpgsqlCommand(Query, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }
}
