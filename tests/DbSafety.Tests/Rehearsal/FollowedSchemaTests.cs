using DbSafety.Engine.Rehearsal.Tracing;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Differences;
using DbSafety.Engine.Schema.Following;
using DbSafety.Engine.Sql;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Rehearsal;

/// <summary>A schema that is followed from change to change is at every moment the one that would be read whole.</summary>
public sealed class FollowedSchemaTests
{
    private const string Base = """
        CREATE SCHEMA shop;
        CREATE TYPE shop.mood AS ENUM ('sad', 'glad');
        CREATE TYPE shop.pair AS (a int, b text);
        CREATE DOMAIN shop.price AS numeric CHECK (VALUE >= 0);
        CREATE FUNCTION shop.next(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
        CREATE FUNCTION shop.keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE AGGREGATE shop.total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
        CREATE SEQUENCE shop.free;
        CREATE TABLE shop.customers (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL DEFAULT 'x' || nextval('shop.free'), mood shop.mood DEFAULT 'sad', pair shop.pair, CHECK (shop.next(id) > 1));
        CREATE TABLE shop.orders (id serial PRIMARY KEY, customer int NOT NULL REFERENCES shop.customers, total shop.price, made date NOT NULL DEFAULT now(), other int REFERENCES shop.orders);
        CREATE TABLE shop.lines (id int, "order" int REFERENCES shop.orders ON DELETE CASCADE, UNIQUE (id));
        CREATE INDEX orders_made ON shop.orders (made, shop.next(id));
        CREATE VIEW shop.totals AS SELECT customer, sum(total) AS total FROM shop.orders GROUP BY customer;
        CREATE VIEW shop.named AS SELECT c.name, t.total FROM shop.totals t JOIN shop.customers c ON c.id = t.customer WHERE c.mood = 'glad';
        CREATE MATERIALIZED VIEW shop.kept AS SELECT * FROM shop.named;
        CREATE TABLE shop.events (id int, at date NOT NULL) PARTITION BY RANGE (at);
        CREATE TABLE shop.events_1 PARTITION OF shop.events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
        CREATE INDEX ON shop.events (id);
        CREATE TABLE shop.parent (a int DEFAULT 1, CHECK (a > 0));
        CREATE TABLE shop.child (b int) INHERITS (shop.parent);
        CREATE TRIGGER keep BEFORE INSERT ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.keep();
        CREATE RULE quiet AS ON DELETE TO shop.lines DO INSTEAD NOTHING;
        ALTER TABLE shop.lines ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON shop.lines USING (id = shop.next(0));
        CREATE TYPE shop.claims AS (subject text, role text);
        CREATE FUNCTION shop.session() RETURNS shop.claims STABLE LANGUAGE sql AS 'SELECT NULL::shop.claims';
        CREATE TABLE shop.seats (id int);
        CREATE FUNCTION shop.firsts() RETURNS SETOF shop.seats STABLE LANGUAGE sql AS 'SELECT * FROM shop.seats';
        CREATE POLICY signed ON shop.seats USING (id::text = (SELECT s.subject FROM shop.session() s) OR id IN (SELECT f.id FROM shop.firsts() f));
        CREATE VIEW shop.mine AS SELECT f.id FROM shop.firsts() f;
        CREATE STATISTICS shop.together ON customer, made FROM shop.orders;
        COMMENT ON TABLE shop.orders IS 'orders';
        COMMENT ON COLUMN shop.orders.made IS 'made';
        COMMENT ON FUNCTION shop.next(int) IS 'next';
        COMMENT ON CONSTRAINT lines_id_key ON shop.lines IS 'unique';
        COMMENT ON TRIGGER keep ON shop.orders IS 'keeps';
        GRANT SELECT (name) ON shop.customers TO PUBLIC;
        GRANT SELECT ON shop.orders TO PUBLIC;
        CREATE PUBLICATION pub FOR TABLE shop.orders;
        """;

    private static readonly string[] Changes =
    [
        "SELECT 1",
        "CREATE TABLE shop.more (id int PRIMARY KEY, customer int REFERENCES shop.customers)",
        "ALTER TABLE shop.orders ADD COLUMN note text DEFAULT 'n'; ALTER TABLE shop.orders DROP COLUMN note",
        "ALTER TABLE shop.orders ADD COLUMN name text; CREATE INDEX ON shop.orders (name)",
        "ALTER TABLE shop.orders DROP COLUMN total CASCADE",
        "ALTER TABLE shop.customers RENAME TO clients",
        "ALTER TABLE shop.customers RENAME COLUMN name TO title",
        "ALTER TABLE shop.customers RENAME COLUMN id TO number",
        "ALTER TABLE shop.orders ALTER COLUMN made TYPE timestamp",
        "ALTER TABLE shop.orders RENAME CONSTRAINT orders_pkey TO orders_key",
        "ALTER INDEX shop.orders_made RENAME TO made_index",
        "ALTER INDEX shop.events_id_idx RENAME TO events_by_id",
        "ALTER SEQUENCE shop.free RENAME TO counted",
        "ALTER SEQUENCE shop.orders_id_seq RENAME TO order_numbers",
        "ALTER SEQUENCE shop.orders_id_seq INCREMENT 5",
        "ALTER SEQUENCE shop.orders_id_seq OWNED BY NONE",
        "ALTER SEQUENCE shop.free OWNED BY shop.lines.id",
        "ALTER TYPE shop.mood RENAME VALUE 'glad' TO 'happy'",
        "ALTER TYPE shop.mood RENAME TO feeling",
        "ALTER TYPE shop.pair RENAME ATTRIBUTE a TO first",
        "ALTER TYPE shop.claims DROP ATTRIBUTE role",
        "ALTER TYPE shop.claims ADD ATTRIBUTE until date",
        "ALTER TABLE shop.seats ADD COLUMN note text",
        "ALTER TYPE shop.pair ADD ATTRIBUTE c int",
        "ALTER DOMAIN shop.price ADD CONSTRAINT most CHECK (VALUE < 1000)",
        "ALTER DOMAIN shop.price RENAME TO cost",
        "ALTER FUNCTION shop.next(int) RENAME TO following",
        "CREATE OR REPLACE FUNCTION shop.next(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 2'",
        "ALTER FUNCTION shop.keep() RENAME TO holding",
        "DROP FUNCTION shop.keep() CASCADE",
        "COMMENT ON FUNCTION shop.next(int) IS NULL",
        "COMMENT ON FUNCTION shop.keep() IS 'k'; COMMENT ON FUNCTION shop.keep() IS NULL",
        "COMMENT ON CONSTRAINT lines_id_key ON shop.lines IS NULL",
        "COMMENT ON TRIGGER keep ON shop.orders IS 'other'",
        "COMMENT ON COLUMN shop.orders.made IS NULL",
        "COMMENT ON TYPE shop.mood IS 'moods'",
        "COMMENT ON SCHEMA shop IS 'a shop'",
        "COMMENT ON AGGREGATE shop.total(int) IS 'sum'",
        "DROP AGGREGATE shop.total(int)",
        "CREATE AGGREGATE shop.least(int) (SFUNC = int4smaller, STYPE = int)",
        "DROP VIEW shop.named CASCADE",
        "CREATE OR REPLACE VIEW shop.totals AS SELECT customer, sum(total) AS total, count(*) AS many FROM shop.orders GROUP BY customer",
        "ALTER VIEW shop.totals RENAME COLUMN total TO amount",
        "ALTER VIEW shop.totals RENAME TO sums",
        "REFRESH MATERIALIZED VIEW shop.kept WITH NO DATA",
        "DROP TABLE shop.lines",
        "DROP TABLE shop.lines; CREATE TABLE shop.lines (id int)",
        "DROP TABLE shop.customers CASCADE",
        "ALTER TABLE shop.lines DROP CONSTRAINT lines_order_fkey",
        "ALTER TABLE shop.lines ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES shop.customers NOT VALID",
        "ALTER TABLE shop.lines ADD CHECK (id > 0) NOT VALID",
        "ALTER TABLE shop.lines ALTER id SET NOT NULL",
        "ALTER TABLE shop.parent ADD COLUMN c int",
        "ALTER TABLE shop.parent RENAME TO elder",
        "ALTER TABLE shop.parent RENAME COLUMN a TO z",
        "ALTER TABLE shop.child NO INHERIT shop.parent",
        "ALTER TABLE shop.events DETACH PARTITION shop.events_1",
        "CREATE TABLE shop.events_2 PARTITION OF shop.events FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
        "ALTER TABLE shop.events RENAME TO happenings",
        "ALTER TABLE shop.events RENAME COLUMN at TO moment",
        "ALTER TABLE shop.orders DISABLE TRIGGER keep",
        "DROP TRIGGER keep ON shop.orders",
        "ALTER TRIGGER keep ON shop.orders RENAME TO hold",
        "DROP RULE quiet ON shop.lines",
        "DROP POLICY own ON shop.lines",
        "ALTER POLICY own ON shop.lines USING (true)",
        "ALTER TABLE shop.lines DISABLE ROW LEVEL SECURITY",
        "DROP STATISTICS shop.together",
        "ALTER STATISTICS shop.together RENAME TO both_columns",
        "GRANT INSERT ON shop.customers TO PUBLIC",
        "REVOKE SELECT (name) ON shop.customers FROM PUBLIC",
        "REVOKE ALL ON FUNCTION shop.next(int) FROM PUBLIC",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
        "ALTER TABLE shop.orders REPLICA IDENTITY FULL",
        "ALTER TABLE shop.orders CLUSTER ON orders_made",
        "ALTER TABLE shop.orders SET (fillfactor = 70)",
        "ALTER TABLE shop.orders ALTER made SET STATISTICS 500",
        "ALTER TABLE shop.orders ALTER made DROP DEFAULT",
        "ALTER TABLE shop.orders SET SCHEMA public",
        "ALTER TYPE shop.mood SET SCHEMA public",
        "ALTER SCHEMA shop RENAME TO store",
        "CREATE SCHEMA other CREATE TABLE inner_one (id int)",
        "DROP SCHEMA shop CASCADE",
        "CREATE OPERATOR shop.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)",
        "CREATE COLLATION shop.plain FROM \"C\"",
        "CREATE PUBLICATION everything FOR ALL TABLES",
        "ALTER PUBLICATION pub DROP TABLE shop.orders",
        "DROP PUBLICATION pub; ALTER TABLE shop.orders ADD z int",
        "CREATE CAST (shop.mood AS int) WITH INOUT",
        "CREATE TEXT SEARCH CONFIGURATION shop.english (COPY = pg_catalog.english)",
        "CREATE EVENT TRIGGER watch ON ddl_command_start EXECUTE FUNCTION shop.watch()",
        "DO $$ BEGIN EXECUTE 'ALTER TABLE shop.orders RENAME made TO created'; END $$",
        "UPDATE pg_catalog.pg_class SET reloptions = '{fillfactor=50}' WHERE oid = 'shop.orders'::regclass",
        "CREATE TABLE shop.copied (LIKE shop.orders INCLUDING ALL)",
        "CREATE TABLE shop.typed OF shop.pair",
        "GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO PUBLIC",
    ];

    private static readonly string[] Concurrently =
    [
        "CREATE INDEX CONCURRENTLY ON orders (customer)",
        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS parent_a ON shop.parent (a)",
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS parent_a ON shop.parent (a)",
        "REINDEX INDEX CONCURRENTLY orders_made",
        "REINDEX TABLE CONCURRENTLY shop.lines",
        "REINDEX TABLE CONCURRENTLY kept",
        "VACUUM FULL shop.orders",
        "DROP INDEX CONCURRENTLY lines_order",
        "DROP INDEX CONCURRENTLY IF EXISTS shop.parent_a",
        "DROP INDEX CONCURRENTLY IF EXISTS shop.parent_a",
    ];

    /// <summary>The oldest version and the newest.</summary>
    public static TheoryData<int> Ends => [.. (TestRun.IsLong ? TestServers.Majors : TestServers.Majors.TakeLast(1))];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task What_is_followed_is_what_is_read_whole(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major, Base + "CREATE FUNCTION shop.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'");
        await using var connection = await database.OpenAsync();
        var wrong = new List<string>();
        // Once with something of a rare kind there, and once without: then those kinds are not read at all.
        foreach (var preparation in (string[])["SELECT 1", "DROP PUBLICATION pub"])
        {
            await RunAsync(connection, preparation);
            var earlier = await SchemaReader.ReadAsync(connection, CancellationToken.None);
            foreach (var change in Changes.Where(change => preparation == "SELECT 1" || !change.Contains("PUBLICATION pub", StringComparison.Ordinal)))
            {
                var mark = await CatalogMark.ReadAsync(connection, CancellationToken.None);
                await RunAsync(connection, "BEGIN");
                await RunAsync(connection, change);
                var touched = new TouchedRelations();
                await touched.AddOpenAsync(connection, CancellationToken.None);
                var followed = await SchemaFollower.ReadAsync(connection, earlier, mark, touched.Locked, CancellationToken.None);
                var whole = await SchemaReader.ReadAsync(connection, CancellationToken.None);
                await RunAsync(connection, "ROLLBACK");
                if (followed is not null)
                    wrong.AddRange(Compare(whole, followed).Select(difference => $"{change}: {difference}"));
            }
        }

        Assert.Equal("", string.Join("\n", wrong));
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task What_leaves_most_alone_is_not_read_whole(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major, Base);
        await using var connection = await database.OpenAsync();
        var earlier = await SchemaReader.ReadAsync(connection, CancellationToken.None);
        foreach (var change in (string[])["ALTER TABLE shop.orders ADD note text", "CREATE TABLE shop.more (id int REFERENCES shop.lines (id))", "DROP TABLE shop.lines", "ALTER TYPE shop.mood RENAME TO feeling"])
        {
            var mark = await CatalogMark.ReadAsync(connection, CancellationToken.None);
            await RunAsync(connection, "BEGIN; " + change);
            var touched = new TouchedRelations();
            await touched.AddOpenAsync(connection, CancellationToken.None);
            Assert.NotNull(await SchemaFollower.ReadAsync(connection, earlier, mark, touched.Locked, CancellationToken.None));
            await RunAsync(connection, "ROLLBACK");
        }
    }

    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task What_concurrently_works_on_is_followed_by_its_words(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major, Base + "CREATE INDEX lines_order ON shop.lines (\"order\"); CREATE UNIQUE INDEX kept_title ON shop.kept (name)");
        await using var connection = await database.OpenAsync();
        await RunAsync(connection, "SET search_path = shop");
        var wrong = new List<string>();
        foreach (var change in Concurrently)
        {
            var earlier = await SchemaReader.ReadAsync(connection, CancellationToken.None);
            var mark = await CatalogMark.ReadAsync(connection, CancellationToken.None);
            var touched = new TouchedRelations();
            await touched.AddAloneAsync(connection, SqlScript.Parse(change).Statements.Single(), CancellationToken.None);
            Assert.False(touched.AnyObject, change);
            await RunAsync(connection, change);
            var followed = await SchemaFollower.ReadAsync(connection, earlier, mark, touched.Locked, CancellationToken.None);
            var whole = await SchemaReader.ReadAsync(connection, CancellationToken.None);
            Assert.NotNull(followed);
            wrong.AddRange(Compare(whole, followed).Select(difference => $"{change}: {difference}"));
        }

        Assert.Equal("", string.Join("\n", wrong));
    }

    private static IEnumerable<string> Compare(DatabaseSchema whole, DatabaseSchema followed)
    {
        foreach (var difference in SchemaComparison.Compare(whole, followed))
            yield return $"{difference.Object} {difference.Change} {string.Join(" / ", difference.Detail)}";
        if (whole.Fingerprint != followed.Fingerprint)
            yield return "the fingerprint is another one";
        if (!whole.Tables.Select(table => table.QualifiedName).SequenceEqual(followed.Tables.Select(table => table.QualifiedName)))
            yield return "the tables are others";
        foreach (var table in whole.Tables)
        {
            if (followed.FindTable(table.Schema, table.Name) is not { } same)
                continue;
            if (Text(table) != Text(same))
                yield return $"{table.QualifiedName}: {Text(table)} <> {Text(same)}";
        }
    }

    private static string Text(Engine.Schema.Model.TableModel table) => string.Join(' ', [
        .. table.Columns.Select(column => $"{column}"),
        .. table.ForeignKeys.Select(key => $"to {key.Referenced.QualifiedName} {key.Name}"),
        .. table.IncomingForeignKeys.Select(key => $"from {key.Table.QualifiedName} {key.Name}"),
        .. table.Partitions.Select(child => $"partition {child.QualifiedName}"),
        .. table.InheritedBy.Select(child => $"child {child.QualifiedName}"),
        .. table.InheritsFrom.Select(parent => $"parent {parent.QualifiedName}"),
        .. table.OwnedSequences.Select(sequence => $"owns {sequence.QualifiedName} {sequence.Column}"),
        $"{table.PartitionParent?.QualifiedName} {table.Key?.Name}"]);

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
