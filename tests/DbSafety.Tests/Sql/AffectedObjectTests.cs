using DbSafety.Engine.Sql;
using Xunit;

namespace DbSafety.Tests.Sql;

/// <summary>What a statement is said to touch: each row is a statement, its tag, and the objects in order.</summary>
public sealed class AffectedObjectTests
{
    [Theory]
    [InlineData("CREATE TABLE IF NOT EXISTS App.\"Orders\" (id int PRIMARY KEY, c int REFERENCES app.customers (id) ON DELETE CASCADE, FOREIGN KEY (x) REFERENCES p)",
        "CREATE TABLE", "Created Table app.\"Orders\"", "Referenced Table app.customers", "Referenced Table p")]
    [InlineData("CREATE TEMP TABLE t (LIKE u INCLUDING ALL, v int CHECK (v LIKE w))", "CREATE TABLE", "Created Table pg_temp.t", "Referenced Relation u")]
    [InlineData("CREATE UNLOGGED TABLE t PARTITION OF p FOR VALUES FROM (1) TO (2)", "CREATE TABLE", "Created Table t", "Altered Table p")]
    [InlineData("CREATE TABLE t (a int) INHERITS (p, s.q) WITH (fillfactor = 70)", "CREATE TABLE", "Created Table t", "Referenced Table p", "Referenced Table s.q")]
    [InlineData("CREATE TABLE t AS WITH x AS (SELECT * FROM a) SELECT * FROM x JOIN b USING (id), LATERAL f(b.id), ONLY c",
        "CREATE TABLE AS", "Created Table t", "Referenced Relation a", "Referenced Relation b", "Referenced Relation c")]
    [InlineData("CREATE FOREIGN TABLE f (a int) SERVER s OPTIONS (x 'y')", "CREATE FOREIGN TABLE", "Created Table f")]
    [InlineData("ALTER TABLE ONLY public.t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES u (id), ADD COLUMN b int REFERENCES v",
        "ALTER TABLE", "Altered Table public.t", "Referenced Table u", "Referenced Table v")]
    [InlineData("ALTER TABLE IF EXISTS s.t RENAME TO u", "ALTER TABLE", "Altered Table s.t", "Created Table s.u")]
    [InlineData("ALTER TABLE t RENAME COLUMN a TO b", "ALTER TABLE", "Altered Table t")]
    [InlineData("ALTER TABLE t RENAME a TO b", "ALTER TABLE", "Altered Table t")]
    [InlineData("ALTER TABLE s.t SET SCHEMA x", "ALTER TABLE", "Altered Table s.t", "Referenced Schema x", "Created Table x.t")]
    [InlineData("ALTER TABLE p ATTACH PARTITION q FOR VALUES IN (1)", "ALTER TABLE", "Altered Table p", "Altered Table q")]
    [InlineData("ALTER TABLE p DETACH PARTITION q", "ALTER TABLE", "Altered Table p", "Altered Table q")]
    [InlineData("ALTER TABLE t INHERIT p, ALTER COLUMN a SET DEFAULT f(1, 2)", "ALTER TABLE", "Altered Table t", "Referenced Table p")]
    [InlineData("ALTER TABLE t OWNER TO joe", "ALTER TABLE", "Annotated Table t")]
    [InlineData("ALTER TABLE t OWNER TO joe, ADD a int", "ALTER TABLE", "Altered Table t")]
    [InlineData("ALTER VIEW v RENAME TO w", "ALTER VIEW", "Altered View v", "Created View w")]
    [InlineData("ALTER INDEX i ATTACH PARTITION j", "ALTER INDEX", "Altered Index i", "Altered Index j")]
    [InlineData("ALTER SEQUENCE s OWNED BY a.t.id", "ALTER SEQUENCE", "Altered Sequence s", "Referenced Table a.t")]
    [InlineData("ALTER SEQUENCE s INCREMENT BY 5 OWNED BY t.id", "ALTER SEQUENCE", "Altered Sequence s", "Referenced Table t")]
    [InlineData("ALTER TYPE mood RENAME VALUE 'a' TO 'b'", "ALTER TYPE", "Altered Type mood")]
    [InlineData("ALTER FUNCTION s.f(int, text) SET SCHEMA x", "ALTER FUNCTION", "Altered Function s.f", "Referenced Schema x", "Created Function x.f")]
    [InlineData("ALTER TRIGGER g ON t RENAME TO h", "ALTER TRIGGER", "Altered TableRule g", "Altered Table t", "Created TableRule h")]
    [InlineData("ALTER POLICY p ON s.t USING (true)", "ALTER POLICY", "Altered TableRule p", "Altered Table s.t")]
    [InlineData("ALTER SCHEMA a RENAME TO b", "ALTER SCHEMA", "Altered Schema a", "Created Schema b")]
    [InlineData("ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO joe", "ALTER DEFAULT PRIVILEGES")]
    [InlineData("DROP TABLE IF EXISTS a, s.\"B\" CASCADE", "DROP TABLE", "Dropped Table a", "Dropped Table s.\"B\"")]
    [InlineData("DROP INDEX CONCURRENTLY IF EXISTS s.i", "DROP INDEX", "Dropped Index s.i")]
    [InlineData("DROP FUNCTION f(int, text), g", "DROP FUNCTION", "Dropped Function f", "Dropped Function g")]
    [InlineData("DROP TRIGGER IF EXISTS g ON t", "DROP TRIGGER", "Dropped TableRule g", "Altered Table t")]
    [InlineData("DROP MATERIALIZED VIEW m", "DROP MATERIALIZED VIEW", "Dropped MaterializedView m")]
    [InlineData("DROP CAST (int AS text)", "DROP CAST")]
    [InlineData("DROP USER MAPPING FOR joe SERVER s", "DROP USER MAPPING")]
    [InlineData("DROP TEXT SEARCH CONFIGURATION c", "DROP TEXT SEARCH CONFIGURATION", "Dropped Other c")]
    [InlineData("TRUNCATE a, ONLY s.b RESTART IDENTITY CASCADE", "TRUNCATE TABLE", "DataChanged Table a", "DataChanged Table s.b")]
    [InlineData("INSERT INTO a (x) SELECT x FROM b WHERE x IN (SELECT y FROM c) ON CONFLICT (x) DO UPDATE SET x = 1", "INSERT",
        "DataChanged Table a", "Referenced Relation b", "Referenced Relation c")]
    [InlineData("UPDATE ONLY a SET x = b.y FROM b, c AS d WHERE extract(year from a.z) = 1 AND a.x IS DISTINCT FROM b.x", "UPDATE",
        "DataChanged Table a", "Referenced Relation b", "Referenced Relation c")]
    [InlineData("DELETE FROM s.a USING b, c WHERE true", "DELETE", "DataChanged Table s.a", "Referenced Relation b", "Referenced Relation c")]
    [InlineData("MERGE INTO a USING (SELECT * FROM b) s ON a.i = s.i WHEN MATCHED THEN UPDATE SET x = 1 WHEN NOT MATCHED THEN INSERT VALUES (1)", "MERGE",
        "DataChanged Table a", "Referenced Relation b")]
    [InlineData("WITH d AS (DELETE FROM a WHERE x RETURNING *), e (f) AS MATERIALIZED (SELECT 1 FROM d) INSERT INTO b SELECT * FROM e, d", "INSERT",
        "DataChanged Table a", "DataChanged Table b")]
    [InlineData("WITH orders AS (SELECT * FROM orders) SELECT * FROM orders", "SELECT", "Referenced Relation orders")]
    [InlineData("WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t) SELECT n FROM t", "SELECT")]
    [InlineData("WITH u AS (UPDATE a SET x = 1 RETURNING x) SELECT * FROM u", "SELECT", "DataChanged Table a")]
    [InlineData("SELECT trim(both ' ' from x), substring(y from 1 for 2) FROM a CROSS JOIN (b LEFT JOIN c ON true) FOR UPDATE OF a", "SELECT",
        "Referenced Relation a", "Referenced Relation b", "Referenced Relation c")]
    [InlineData("(SELECT 1 FROM a UNION TABLE b) EXCEPT SELECT 2 FROM generate_series(1, 2), unnest(x) WITH ORDINALITY AS u(a, b), ROWS FROM (f(1)), c",
        "SELECT", "Referenced Relation a", "Referenced Relation b", "Referenced Relation c")]
    [InlineData("SELECT 1 AS update FROM t ORDER BY a, b", "SELECT", "Referenced Relation t")]
    [InlineData("SELECT a INTO TEMP t FROM u", "SELECT INTO", "Created Table pg_temp.t", "Referenced Relation u")]
    [InlineData("SELECT pg_catalog.setval('public.\"T_id_seq\"', 5, true)", "SELECT", "DataChanged Sequence public.\"T_id_seq\"")]
    [InlineData("COPY s.t (a, b) FROM '/x' WITH (FORMAT csv)", "COPY", "DataChanged Table s.t")]
    [InlineData("COPY (SELECT * FROM a) TO '/x'", "COPY", "Referenced Relation a")]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY s.t USING gin (a)", "CREATE INDEX", "Created Index s.i", "Altered Table s.t")]
    [InlineData("CREATE INDEX ON t (lower(a)) WHERE b", "CREATE INDEX", "Altered Table t")]
    [InlineData("REINDEX TABLE t", "REINDEX", "Referenced Table t")]
    [InlineData("CREATE OR REPLACE TRIGGER g AFTER INSERT OR UPDATE OF a, b ON s.t FOR EACH ROW WHEN (NEW.a IS DISTINCT FROM OLD.a) EXECUTE FUNCTION s.f()",
        "CREATE TRIGGER", "Created TableRule g", "Altered Table s.t", "Referenced Function s.f")]
    [InlineData("CREATE RULE r AS ON DELETE TO t DO INSTEAD (UPDATE u SET a = 1; INSERT INTO w VALUES (1))", "CREATE RULE",
        "Created TableRule r", "Altered Table t", "Referenced Table u", "Referenced Table w")]
    [InlineData("CREATE POLICY p ON t USING (EXISTS (SELECT 1 FROM u))", "CREATE POLICY", "Created TableRule p", "Altered Table t", "Referenced Relation u")]
    [InlineData("COMMENT ON TABLE t IS 'x'", "COMMENT", "Annotated Table t")]
    [InlineData("COMMENT ON COLUMN s.t.c IS 'x'", "COMMENT", "Annotated Relation s.t")]
    [InlineData("COMMENT ON CONSTRAINT c ON s.t IS NULL", "COMMENT", "Annotated Table s.t")]
    [InlineData("COMMENT ON FUNCTION s.f(int) IS 'on'", "COMMENT", "Annotated Function s.f")]
    [InlineData("SECURITY LABEL FOR p ON TABLE t IS 'x'", "SECURITY LABEL", "Annotated Table t")]
    [InlineData("GRANT SELECT (a), UPDATE ON t, s.u TO joe", "GRANT", "Annotated Table t", "Annotated Table s.u")]
    [InlineData("GRANT USAGE ON ALL SEQUENCES IN SCHEMA a, b TO joe", "GRANT", "Annotated Schema a", "Annotated Schema b")]
    [InlineData("REVOKE ALL ON FUNCTION f(int) FROM PUBLIC CASCADE", "REVOKE", "Annotated Function f")]
    [InlineData("GRANT admin TO joe", "GRANT ROLE")]
    [InlineData("CREATE OR REPLACE VIEW v (a) WITH (security_barrier) AS SELECT a FROM t JOIN s.u ON true", "CREATE VIEW",
        "Created View v", "Referenced Relation t", "Referenced Relation s.u")]
    [InlineData("CREATE MATERIALIZED VIEW m AS TABLE t WITH NO DATA", "CREATE MATERIALIZED VIEW", "Created MaterializedView m", "Referenced Relation t")]
    [InlineData("REFRESH MATERIALIZED VIEW CONCURRENTLY m", "REFRESH MATERIALIZED VIEW", "DataChanged MaterializedView m")]
    [InlineData("LOCK TABLE a, ONLY b IN SHARE MODE", "LOCK TABLE", "Referenced Table a", "Referenced Table b")]
    [InlineData("CREATE STATISTICS st (dependencies) ON a, b FROM t", "CREATE STATISTICS", "Created Other st", "Referenced Table t")]
    [InlineData("CLUSTER t USING i", "CLUSTER", "Referenced Table t")]
    [InlineData("CREATE SEQUENCE s OWNED BY a.t.id", "CREATE SEQUENCE", "Created Sequence s", "Referenced Table a.t")]
    [InlineData("CREATE TYPE s.mood AS ENUM ('a')", "CREATE TYPE", "Created Type s.mood")]
    [InlineData("CREATE DOMAIN d AS text", "CREATE DOMAIN", "Created Type d")]
    [InlineData("CREATE FUNCTION s.f() RETURNS int BEGIN ATOMIC UPDATE t SET a = 1; SELECT 1 FROM u; END", "CREATE FUNCTION",
        "Created Function s.f", "Referenced Table t", "Referenced Relation u")]
    [InlineData("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t; END $$", "CREATE FUNCTION", "Created Function f")]
    [InlineData("CREATE SCHEMA s CREATE TABLE t (a int) CREATE VIEW v AS SELECT 1 FROM x.u", "CREATE SCHEMA",
        "Created Schema s", "Created Table s.t", "Created View s.v", "Referenced Relation x.u")]
    [InlineData("CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA ext", "CREATE EXTENSION", "Created Extension citext", "Referenced Schema ext")]
    [InlineData("CREATE PUBLICATION p FOR TABLE a (x, y) WHERE (x > 1), s.b, TABLES IN SCHEMA c", "CREATE PUBLICATION",
        "Created Other p", "Referenced Table a", "Referenced Table s.b", "Referenced Schema c")]
    [InlineData("IMPORT FOREIGN SCHEMA r LIMIT TO (a, b) FROM SERVER s INTO l", "IMPORT FOREIGN SCHEMA",
        "Altered Schema l", "Created Table l.a", "Created Table l.b")]
    [InlineData("EXPLAIN (ANALYZE, COSTS off) DELETE FROM t", "EXPLAIN", "DataChanged Table t")]
    [InlineData("EXPLAIN DELETE FROM t", "EXPLAIN", "Referenced Table t")]
    [InlineData("VACUUM (FULL) a, s.b (c)", "VACUUM", "Referenced Table a", "Referenced Table s.b")]
    [InlineData("CALL s.p(1)", "CALL", "Referenced Function s.p")]
    [InlineData("DO $$ BEGIN IF EXISTS (SELECT 1 FROM a) THEN UPDATE b SET x = CASE WHEN y THEN 1 ELSE 2 END FROM c; ALTER TABLE d ADD e int; END IF; END $$", "DO",
        "Referenced Relation a", "Suspected Table b", "Referenced Relation c", "Suspected Table d")]
    [InlineData("DO LANGUAGE 'plpgsql' 'BEGIN EXECUTE ''DROP TABLE s.t''; EXECUTE format(''TRUNCATE %I'', x); FOR r IN SELECT * FROM q LOOP DELETE FROM w; END LOOP; END'", "DO",
        "Suspected Table s.t", "Referenced Relation q", "Suspected Table w")]
    [InlineData("CREATE TABLE \"a\"\"b\".U&\"d\\0061t\\0061\" (x int)", "CREATE TABLE", "Created Table \"a\"\"b\".data")]
    [InlineData("CREATE TABLE abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnop (x int)", "CREATE TABLE",
        "Created Table abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk")]
    [InlineData("FROBNICATE t", "FROBNICATE")]
    public void A_statement_names_what_it_touches(string sql, string tag, params string[] affects)
    {
        var facts = Assert.Single(SqlScript.Parse(sql).Statements).Facts;

        Assert.Equal(tag, facts.Tag);
        Assert.Equal(affects.Order(StringComparer.Ordinal), facts.Affects.Select(affected => affected.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_script_names_each_object_once_per_effect()
    {
        var script = SqlScript.Parse("INSERT INTO t VALUES (1); INSERT INTO t VALUES (2); ALTER TABLE t ADD a int");

        Assert.Equal(["DataChanged Table t", "Altered Table t"], script.Affects.Select(affected => affected.ToString()));
    }
}
