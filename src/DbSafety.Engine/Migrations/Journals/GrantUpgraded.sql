-- After an upgrade, in its transaction: whoever may use the journal may use what was added to it.
DO $$
DECLARE
    given record;
BEGIN
    FOR given IN
        SELECT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS role, a.privilege_type, part.relname
        FROM pg_catalog.pg_namespace n
            JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 'script'
            CROSS JOIN pg_catalog.aclexplode(c.relacl) a
            JOIN pg_catalog.pg_class part ON part.relnamespace = n.oid AND part.relname IN ('schema_object', 'run_event')
        WHERE n.nspname = 'dbsafety' AND a.grantee <> c.relowner AND a.privilege_type IN ('SELECT', 'INSERT')
    LOOP
        EXECUTE format('GRANT %s ON dbsafety.%I TO %s', given.privilege_type, given.relname, given.role);
    END LOOP;
END
$$;
