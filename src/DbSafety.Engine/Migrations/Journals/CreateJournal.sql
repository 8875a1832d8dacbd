-- The journal, version 1. Run in one transaction, under the run lock.

CREATE SCHEMA dbsafety;
COMMENT ON SCHEMA dbsafety IS 'The journal of DbSafety: what was changed in this database, by whom, and with which proof. Append-only.';

CREATE TABLE dbsafety.version (
    version      integer     PRIMARY KEY,
    installed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    installed_by text        NOT NULL DEFAULT session_user,
    tool_version text        NOT NULL
);
COMMENT ON TABLE dbsafety.version IS 'The versions of the journal''s own structure; the highest is in force.';

CREATE TABLE dbsafety.script (
    sha256      text        PRIMARY KEY,
    content     text        NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE dbsafety.script IS 'Scripts as they were when they were used, by the SHA-256 of their text: a rollback is possible even when the files are gone.';

CREATE TABLE dbsafety.journal (
    position          bigint      PRIMARY KEY,
    recorded_at       timestamptz NOT NULL,
    run_id            text        NOT NULL,
    event             text        NOT NULL,
    migration         text,
    step              integer,
    os_user           text        NOT NULL,
    host              text        NOT NULL,
    database_role     text        NOT NULL,
    backend_pid       integer     NOT NULL,
    tool_version      text        NOT NULL,
    checksum          text,
    raw_checksum      text,
    up_script         text,
    rollback_script   text,
    verify_script     text,
    backup_id         text,
    fingerprint       text,
    duration_ms       bigint,
    detail            jsonb       NOT NULL DEFAULT '{}',
    previous_hash     text        NOT NULL,
    hash              text        NOT NULL
);
CREATE INDEX journal_migration_idx ON dbsafety.journal (migration, position);
COMMENT ON TABLE dbsafety.journal IS 'One row for each event of a run. Rows are only ever added; each carries the hash of the one before.';
COMMENT ON COLUMN dbsafety.journal.previous_hash IS 'The hash of the row before; 64 zeros in the first.';
COMMENT ON COLUMN dbsafety.journal.hash IS 'See dbsafety.journal_hash.';

CREATE FUNCTION dbsafety.journal_hash(r dbsafety.journal) RETURNS text
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        r.previous_hash, r.position::text, to_char(r.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), r.run_id, r.event,
        r.migration, r.step::text, r.os_user, r.host, r.database_role, r.backend_pid::text, r.tool_version, r.checksum, r.raw_checksum,
        r.up_script, r.rollback_script, r.verify_script, r.backup_id, r.fingerprint, r.duration_ms::text, r.detail::text)::text, 'UTF8')), 'hex')
$$;
COMMENT ON FUNCTION dbsafety.journal_hash IS 'SHA-256 over the row''s columns, the previous hash first, written as a JSON array of texts.';

CREATE FUNCTION dbsafety.chain_journal() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    last record;
BEGIN
    SELECT j.position, j.hash INTO last FROM dbsafety.journal j ORDER BY j.position DESC LIMIT 1;
    NEW.position := coalesce(last.position, 0) + 1;
    NEW.recorded_at := clock_timestamp();
    NEW.database_role := session_user;
    NEW.backend_pid := pg_backend_pid();
    NEW.previous_hash := coalesce(last.hash, repeat('0', 64));
    NEW.hash := dbsafety.journal_hash(NEW);
    RETURN NEW;
END
$$;

CREATE FUNCTION dbsafety.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'The journal of DbSafety is append-only: % on %.% is refused.', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING HINT = 'A migration that should not count is rolled back with: dbsafety rollback <id>.';
END
$$;

CREATE TRIGGER chain BEFORE INSERT ON dbsafety.journal FOR EACH ROW EXECUTE FUNCTION dbsafety.chain_journal();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dbsafety.journal FOR EACH STATEMENT EXECUTE FUNCTION dbsafety.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dbsafety.script FOR EACH STATEMENT EXECUTE FUNCTION dbsafety.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dbsafety.version FOR EACH STATEMENT EXECUTE FUNCTION dbsafety.refuse_change();

-- Also where a script sets session_replication_role.
ALTER TABLE dbsafety.journal ENABLE ALWAYS TRIGGER chain;
ALTER TABLE dbsafety.journal ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE dbsafety.script ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE dbsafety.version ENABLE ALWAYS TRIGGER append_only;
