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
