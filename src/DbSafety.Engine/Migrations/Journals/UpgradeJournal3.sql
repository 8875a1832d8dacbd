-- The journal, from version 2 to 3. Run in one transaction, under the run lock.

-- Commands beside a migration write too: whoever adds a row waits for the one who did before, so that each sees the last row.
-- The key is SHA-256 of 'dbsafety journal chain', its first eight bytes.
CREATE OR REPLACE FUNCTION dbsafety.chain_journal() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(-1868700299713768485);
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

CREATE TABLE dbsafety.run_event (
    run_id        text        NOT NULL,
    sequence      integer     NOT NULL,
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    database_role text        NOT NULL DEFAULT session_user,
    line          text        NOT NULL,
    PRIMARY KEY (run_id, sequence)
);
COMMENT ON TABLE dbsafety.run_event IS 'The journals of the runs of runbooks, line by line as they stand in the run''s file: each line is JSON and holds the hash of the one before.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dbsafety.run_event FOR EACH STATEMENT EXECUTE FUNCTION dbsafety.refuse_change();
ALTER TABLE dbsafety.run_event ENABLE ALWAYS TRIGGER append_only;
