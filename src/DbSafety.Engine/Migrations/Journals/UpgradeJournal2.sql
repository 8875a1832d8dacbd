-- The journal, from version 1 to 2. Run in one transaction, under the run lock.

CREATE TABLE dbsafety.schema_object (
    position        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recorded_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    run_id          text        NOT NULL,
    identity        text        NOT NULL,
    kind            text        NOT NULL,
    schema_name     text,
    table_identity  text,
    fingerprint     text,
    definition      jsonb
);
COMMENT ON TABLE dbsafety.schema_object IS 'The objects of the database as each run left them: a row for each that was new, changed or gone. The last row of an identity counts.';
COMMENT ON COLUMN dbsafety.schema_object.fingerprint IS 'SHA-256 over identity and definition; null where the object was gone.';
COMMENT ON COLUMN dbsafety.schema_object.definition IS 'The statements of its canonical form.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dbsafety.schema_object FOR EACH STATEMENT EXECUTE FUNCTION dbsafety.refuse_change();
ALTER TABLE dbsafety.schema_object ENABLE ALWAYS TRIGGER append_only;

-- Whoever may use the journal may use this part of it.
DO $$
DECLARE
    given record;
BEGIN
    FOR given IN
        SELECT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS role, a.privilege_type
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace CROSS JOIN pg_catalog.aclexplode(c.relacl) a
        WHERE n.nspname = 'dbsafety' AND c.relname = 'script' AND a.grantee <> c.relowner AND a.privilege_type IN ('SELECT', 'INSERT')
    LOOP
        EXECUTE format('GRANT %s ON dbsafety.schema_object TO %s', given.privilege_type, given.role);
    END LOOP;
END
$$;
