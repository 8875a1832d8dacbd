using DbSafety.Engine.Sql;
using Xunit;

namespace DbSafety.Tests.Sql;

public sealed class StatementFactsTests
{
    [Theory]
    [InlineData("CREATE TABLE t (a int)", StatementClass.Ddl)]
    [InlineData("GRANT SELECT ON t TO joe", StatementClass.Ddl)]
    [InlineData("INSERT INTO t VALUES (1)", StatementClass.Dml)]
    [InlineData("TRUNCATE t", StatementClass.Dml)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING 1) SELECT * FROM d", StatementClass.Dml)]
    [InlineData("(SELECT 1)", StatementClass.Query)]
    [InlineData("VALUES (1)", StatementClass.Query)]
    [InlineData("SHOW ALL", StatementClass.Query)]
    [InlineData("EXPLAIN SELECT 1", StatementClass.Query)]
    [InlineData("EXPLAIN ANALYZE UPDATE t SET a = 1", StatementClass.Dml)]
    [InlineData("SET lock_timeout = '1s'", StatementClass.Session)]
    [InlineData("PREPARE p AS SELECT 1", StatementClass.Session)]
    [InlineData("COPY t FROM '/x'", StatementClass.Copy)]
    [InlineData("ANALYZE t", StatementClass.Maintenance)]
    [InlineData("CHECKPOINT", StatementClass.Maintenance)]
    [InlineData("DO $$ BEGIN END $$", StatementClass.Procedural)]
    [InlineData("EXECUTE p", StatementClass.Procedural)]
    [InlineData("SELEC 1", StatementClass.Other)]
    public void A_statement_has_a_class(string sql, StatementClass expected) => Assert.Equal(expected, Facts(sql).Class);

    [Theory]
    [InlineData("BEGIN", "BEGIN")]
    [InlineData("begin work isolation level serializable", "BEGIN")]
    [InlineData("START TRANSACTION READ ONLY", "START TRANSACTION")]
    [InlineData("COMMIT AND CHAIN", "COMMIT")]
    [InlineData("END", "COMMIT")]
    [InlineData("ROLLBACK TO SAVEPOINT a", "ROLLBACK")]
    [InlineData("ABORT", "ROLLBACK")]
    [InlineData("SAVEPOINT a", "SAVEPOINT")]
    [InlineData("RELEASE a", "RELEASE")]
    [InlineData("PREPARE TRANSACTION 'x'", "PREPARE TRANSACTION")]
    [InlineData("COMMIT PREPARED 'x'", "COMMIT PREPARED")]
    [InlineData("/* c */ ROLLBACK PREPARED 'x'", "ROLLBACK PREPARED")]
    public void Transaction_control_is_told(string sql, string tag)
    {
        Assert.True(Facts(sql).IsTransactionControl);
        Assert.Equal(tag, Facts(sql).Tag);
    }

    [Theory]
    [InlineData("SET TRANSACTION READ ONLY")]
    [InlineData("PREPARE p AS SELECT 1")]
    [InlineData("DO $$ BEGIN COMMIT; END $$")]
    [InlineData("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END")]
    [InlineData("SELECT 'COMMIT'")]
    public void What_only_looks_like_transaction_control_is_not(string sql) => Assert.False(Facts(sql).IsTransactionControl);

    [Theory]
    [InlineData("CREATE INDEX CONCURRENTLY i ON t (a)", "commits in between")]
    [InlineData("create unique index concurrently on t (a)", "commits in between")]
    [InlineData("DROP INDEX CONCURRENTLY i", "commits in between")]
    [InlineData("REINDEX INDEX CONCURRENTLY i", "CONCURRENTLY")]
    [InlineData("REINDEX (VERBOSE, CONCURRENTLY) TABLE t", "CONCURRENTLY")]
    [InlineData("REINDEX DATABASE farm", "DATABASE")]
    [InlineData("REINDEX SYSTEM", "SYSTEM")]
    [InlineData("REINDEX SCHEMA s", "SCHEMA")]
    [InlineData("VACUUM", "VACUUM")]
    [InlineData("VACUUM FULL ANALYZE t", "VACUUM")]
    [InlineData("CREATE DATABASE d", "CREATE DATABASE")]
    [InlineData("DROP DATABASE IF EXISTS d", "DROP DATABASE")]
    [InlineData("CREATE TABLESPACE ts LOCATION '/x'", "TABLESPACE")]
    [InlineData("DROP TABLESPACE ts", "TABLESPACE")]
    [InlineData("ALTER SYSTEM SET work_mem = '1GB'", "ALTER SYSTEM")]
    [InlineData("ALTER DATABASE d SET TABLESPACE ts", "TABLESPACE")]
    [InlineData("ALTER TABLE p DETACH PARTITION q CONCURRENTLY", "DETACH PARTITION")]
    [InlineData("CLUSTER", "CLUSTER")]
    [InlineData("CLUSTER VERBOSE", "CLUSTER")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p", "SUBSCRIPTION")]
    [InlineData("DROP SUBSCRIPTION s", "SUBSCRIPTION")]
    [InlineData("ALTER SUBSCRIPTION s REFRESH PUBLICATION", "SUBSCRIPTION")]
    [InlineData("ALTER SUBSCRIPTION s SET PUBLICATION p", "SUBSCRIPTION")]
    [InlineData("DISCARD ALL", "DISCARD ALL")]
    [InlineData("DO $$ BEGIN LOOP PERFORM 1; COMMIT; END LOOP; END $$", "commits in between")]
    [InlineData("DO 'BEGIN IF true THEN ROLLBACK AND CHAIN; END IF; END'", "commits in between")]
    public void What_cannot_run_in_a_transaction_says_why(string sql, string reason)
    {
        Assert.True(Facts(sql).RunsOutsideTransaction);
        Assert.Contains(reason, Facts(sql).OutsideTransactionReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE INDEX i ON t (a)")]
    [InlineData("CREATE INDEX \"concurrently\" ON t (a)")]
    [InlineData("DO $$ DECLARE commit int; BEGIN commit := 1; PERFORM 'x; COMMIT;'; END $$")]
    [InlineData("CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$")]
    [InlineData("REINDEX TABLE t")]
    [InlineData("REINDEX (CONCURRENTLY false) TABLE t")]
    [InlineData("ALTER DATABASE d SET work_mem = '1MB'")]
    [InlineData("ALTER TABLE p DETACH PARTITION q FINALIZE")]
    [InlineData("CLUSTER t")]
    [InlineData("ANALYZE")]
    [InlineData("REFRESH MATERIALIZED VIEW CONCURRENTLY m")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (create_slot = false)")]
    [InlineData("ALTER SUBSCRIPTION s DISABLE")]
    [InlineData("ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)")]
    [InlineData("ALTER TYPE mood ADD VALUE 'x'")]
    [InlineData("DISCARD PLANS")]
    public void What_can_run_in_a_transaction_is_not_held_out_of_it(string sql) => Assert.Null(Facts(sql).OutsideTransactionReason);

    [Theory]
    [InlineData("ALTER TYPE s.mood ADD VALUE IF NOT EXISTS 'it''s' AFTER 'x'", "s", "mood", "it's")]
    [InlineData("ALTER TYPE \"Mood\" ADD VALUE E'a\\'b'", null, "Mood", "a'b")]
    [InlineData("DO $$ BEGIN ALTER TYPE mood ADD VALUE 'x'; END $$", null, "mood", "x")]
    public void An_added_enum_value_is_told(string sql, string? schema, string type, string label) =>
        Assert.Equal(new EnumValueAddition(schema, type, label), Facts(sql).AddsEnumValue);

    [Theory]
    [InlineData("DO $$ BEGIN END $$", true)]
    [InlineData("CALL p()", true)]
    [InlineData("EXECUTE p", true)]
    [InlineData("DROP OWNED BY joe", true)]
    [InlineData("REASSIGN OWNED BY joe TO jim", true)]
    [InlineData("ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b", true)]
    [InlineData("IMPORT FOREIGN SCHEMA r FROM SERVER s INTO l", true)]
    [InlineData("CREATE TABLE t AS EXECUTE p", true)]
    [InlineData("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", false)]
    [InlineData("UPDATE t SET a = 1", false)]
    public void A_statement_that_hides_what_it_touches_is_opaque(string sql, bool opaque) => Assert.Equal(opaque, Facts(sql).IsOpaque);

    [Theory]
    [InlineData("DROP TABLE t CASCADE", true)]
    [InlineData("TRUNCATE t CASCADE", true)]
    [InlineData("ALTER TABLE t DROP COLUMN a CASCADE", true)]
    [InlineData("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u ON DELETE CASCADE", false)]
    [InlineData("DROP TABLE \"cascade\"", false)]
    public void A_cascade_is_told(string sql, bool cascades) => Assert.Equal(cascades, Facts(sql).Cascades);

    private static StatementFacts Facts(string sql) => Assert.Single(SqlScript.Parse(sql).Statements).Facts;
}
