using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Schema;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>The backup's table takes the place of the live one, and what hangs on that keeps hanging on it.</summary>
public sealed class RestoreSwapTests
{
    private static readonly RestoreRequest Swap = new() { Mode = RestoreMode.Swap };

    private const string Around = """
        CREATE VIEW farm.cheap AS SELECT * FROM farm.price_list WHERE price < 10;
        COMMENT ON VIEW farm.cheap IS 'what everybody buys';
        CREATE MATERIALIZED VIEW farm.totals AS SELECT unit, count(*) AS n FROM farm.products GROUP BY unit;
        CREATE UNIQUE INDEX totals_unit ON farm.totals (unit);
        CREATE FUNCTION farm.label(p farm.products) RETURNS text LANGUAGE sql STABLE AS $$ SELECT p.name $$;
        CREATE PUBLICATION fresh FOR TABLE farm.products WITH (publish = 'insert, update');
        CREATE FUNCTION farm.quiet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
        CREATE TRIGGER products_audit AFTER UPDATE ON farm.products FOR EACH ROW EXECUTE FUNCTION farm.quiet();
        ALTER TABLE farm.products ENABLE ALWAYS TRIGGER products_audit;
        GRANT SELECT ON farm.products TO PUBLIC;
        """;

    public static TheoryData<int> Majors => [.. TestServers.Majors];

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_table_broken_by_ddl_gets_structure_and_rows_back_and_all_around_it_stays(int major)
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text + Around, major);
        var set = await bench.BackupAsync("farm.products");
        var (before, rows) = (await FingerprintAsync(bench), await BackupBench.DumpAsync(bench.Database, "SELECT * FROM farm.products"));
        await bench.Database.ExecuteAsync("""
            ALTER TABLE farm.products DROP COLUMN tags, DROP COLUMN extra, ADD COLUMN junk integer;
            DROP INDEX farm.products_name;
            ALTER TABLE farm.products DROP CONSTRAINT name_not_empty;
            DROP STATISTICS farm.products_stat;
            UPDATE farm.products SET code = -1;
            INSERT INTO farm.products (grower_id, name) VALUES (1, 'newer');
            """);
        var result = Assert.Single(await bench.RestoreAsync(set, Swap));
        Assert.Equal((RestoreMode.Swap, 500L, 501L, true, true), (result.Mode, result.Inserted, result.Removed, result.Verified, result.Changed));
        Assert.Equal(before, await FingerprintAsync(bench));
        Assert.Equal(rows, await BackupBench.DumpAsync(bench.Database, "SELECT * FROM farm.products"));
        Assert.Equal(501L, await bench.Database.ScalarAsync<long>($"SELECT count(*) FROM {result.Replaced}"));
        Assert.Equal(502, await bench.Database.ScalarAsync<int>("INSERT INTO farm.products (grower_id, name) VALUES (1, 'next') RETURNING id"));
        Assert.Equal("Product 1", await bench.Database.ScalarAsync<string>("SELECT farm.label(p) FROM farm.products p WHERE id = 1"));
        var orphan = await Assert.ThrowsAsync<PostgresException>(() => bench.Database.ExecuteAsync("INSERT INTO farm.orders (placed, product_id, amount) VALUES ('2025-01-01', 4711, 1)"));
        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, orphan.SqlState);
        await bench.Database.ExecuteAsync($"DROP SCHEMA {result.Replaced!.Split('.')[0]} CASCADE");
        Assert.Equal(before, await FingerprintAsync(bench));
        Assert.Equal(0L, await RestoreMergeTests.SideSchemas(bench));
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Partitioned_identity_generated_and_self_referencing_tables_are_swapped_whole(int major)
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text + """
            ALTER TABLE farm.growers ADD COLUMN partner integer REFERENCES farm.growers DEFERRABLE INITIALLY DEFERRED;
            UPDATE farm.growers SET partner = 21 - id;
            SET CONSTRAINTS ALL IMMEDIATE;
            ALTER TABLE farm.growers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            CREATE POLICY growers_all ON farm.growers USING (EXISTS (SELECT FROM farm.growers g WHERE g.id = growers.partner));
            CREATE INDEX orders_amount ON farm.orders (amount);
            """, major);
        var set = await bench.BackupAsync("farm.growers", "farm.orders");
        var before = await FingerprintAsync(bench);
        var rows = await BackupBench.DumpAsync(bench.Database, "SELECT id, name, slug, partner FROM farm.growers");
        await bench.Database.ExecuteAsync("""
            ALTER TABLE farm.growers DROP COLUMN place, ALTER COLUMN partner DROP NOT NULL;
            UPDATE farm.growers SET partner = NULL;
            DROP TABLE farm.orders_2025;
            DROP INDEX farm.orders_amount;
            """);
        Assert.All(await bench.RestoreAsync(set, Swap), result => Assert.True(result.Verified, string.Join("; ", result.Detail)));
        Assert.Equal(before, await FingerprintAsync(bench));
        Assert.Equal(rows, await BackupBench.DumpAsync(bench.Database, "SELECT id, name, slug, partner FROM farm.growers"));
        Assert.Equal(5000L, await bench.Database.ScalarAsync<long>("SELECT count(*) FROM farm.orders"));
        Assert.Equal(21, await bench.Database.ScalarAsync<int>("INSERT INTO farm.growers (name) VALUES ('next') RETURNING id"));
    }

    [Fact]
    public async Task Rights_policies_and_triggers_stay_as_they_are_now()
    {
        var role = $"r_{Guid.NewGuid():N}";
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text + Around + $"CREATE ROLE {role}; GRANT INSERT ON farm.products TO {role}; CREATE POLICY open ON farm.products FOR UPDATE USING (true);");
        try
        {
            var set = await bench.BackupAsync("farm.products");
            await bench.Database.ExecuteAsync($"""
                REVOKE INSERT ON farm.products FROM {role};
                GRANT SELECT (name) ON farm.products TO {role};
                DROP POLICY open ON farm.products;
                CREATE POLICY newer ON farm.products FOR DELETE USING (price > 1);
                ALTER TABLE farm.products DISABLE TRIGGER products_audit;
                DROP TRIGGER products_touch ON farm.products;
                CREATE TRIGGER newer AFTER DELETE ON farm.products FOR EACH ROW EXECUTE FUNCTION farm.quiet();
                ALTER TABLE farm.products FORCE ROW LEVEL SECURITY;
                """);
            var result = Assert.Single(await bench.RestoreAsync(set, Swap));
            Assert.True(result.Verified);
            Assert.False(await bench.Database.ScalarAsync<bool>($"SELECT has_table_privilege('{role}', 'farm.products', 'INSERT')"));
            Assert.True(await bench.Database.ScalarAsync<bool>($"SELECT has_column_privilege('{role}', 'farm.products', 'name', 'SELECT') AND relforcerowsecurity FROM pg_class WHERE oid = 'farm.products'::regclass"));
            Assert.Equal("newer products_read", await bench.Database.ScalarAsync<string>("SELECT string_agg(polname, ' ' ORDER BY polname) FROM pg_policy WHERE polrelid = 'farm.products'::regclass"));
            Assert.Equal("newer=O products_audit=D products_touch=O", await bench.Database.ScalarAsync<string>(
                "SELECT string_agg(tgname || '=' || tgenabled::text, ' ' ORDER BY tgname) FROM pg_trigger WHERE tgrelid = 'farm.products'::regclass AND NOT tgisinternal"));
            Assert.Contains(result.Detail, line => line.Contains("policy open", StringComparison.Ordinal));
        }
        finally
        {
            await bench.Database.ExecuteAsync($"DROP OWNED BY {role} CASCADE; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Rows_of_other_tables_that_would_be_orphaned_are_counted_before_anything_is_locked()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("farm.products");
        await bench.Database.ExecuteAsync("INSERT INTO farm.products (id, grower_id, name) VALUES (9001, 1, 'newer'); INSERT INTO farm.orders (placed, product_id, amount) VALUES ('2025-01-01', 9001, 1), ('2025-01-02', 9001, 1)");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set, Swap));
        Assert.Equal("RestoreForeignKeyConflict", error.Id);
        Assert.Contains("2 rows of farm.orders", error.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Host.Confirmations);
        Assert.Equal(0L, await RestoreMergeTests.SideSchemas(bench));
    }

    [Fact]
    public async Task A_view_that_needs_a_newer_column_ends_the_swap_by_name()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("farm.products");
        await bench.Database.ExecuteAsync("ALTER TABLE farm.products ADD COLUMN stars integer; CREATE VIEW farm.stars AS SELECT name, stars FROM farm.products; CREATE VIEW farm.best AS SELECT * FROM farm.stars");
        var before = await FingerprintAsync(bench);
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set, Swap));
        Assert.Equal("RestoreDependentDoesNotFit", error.Id);
        Assert.Contains("view farm.stars", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await FingerprintAsync(bench));
        Assert.Equal(0L, await RestoreMergeTests.SideSchemas(bench));
    }

    [Fact]
    public async Task A_reader_in_the_way_leaves_everything_as_it_was()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text);
        var set = await bench.BackupAsync("farm.products");
        await bench.Database.ExecuteAsync("ALTER TABLE farm.products DROP COLUMN tags");
        var before = await FingerprintAsync(bench);
        await using var reader = await bench.Database.OpenAsync();
        await using (var command = new NpgsqlCommand("BEGIN; SELECT * FROM farm.orders LIMIT 1", reader))
            await command.ExecuteNonQueryAsync();
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set, Swap with { LockTimeout = TimeSpan.FromMilliseconds(50), LockDeadline = TimeSpan.FromMilliseconds(300) }));
        Assert.Equal("RestoreLockBusy", error.Id);
        Assert.Equal(before, await FingerprintAsync(bench));
        Assert.Equal(0L, await RestoreMergeTests.SideSchemas(bench));
    }

    [Fact]
    public async Task WhatIf_names_the_locks_and_what_is_made_again_and_leaves_nothing()
    {
        await using var bench = await BackupBench.CreateAsync(FarmSql.Text + Around);
        var set = await bench.BackupAsync("farm.products");
        bench.Host.Confirms = false;
        var result = Assert.Single(await bench.RestoreAsync(set, Swap with { WhatIf = true }));
        Assert.Equal(["farm.products", "farm.growers", "farm.orders"], result.Locks.Select(item => item.Table));
        Assert.All(result.Locks, item => Assert.Equal("ACCESS EXCLUSIVE", item.Mode));
        var text = string.Join('\n', Assert.Single(bench.Host.Confirmations).Detail!);
        Assert.Contains("view farm.cheap", text, StringComparison.Ordinal);
        Assert.Contains("orders_product_id_fkey", text, StringComparison.Ordinal);
        Assert.Equal(0L, await RestoreMergeTests.SideSchemas(bench));
    }

    [Theory]
    [InlineData("CREATE TABLE other (id integer DEFAULT nextval('t_id_seq'))", "other")]
    [InlineData("CREATE TABLE child () INHERITS (t)", "inheritance")]
    public async Task What_a_swap_would_tear_apart_is_refused_with_a_merge_instead(string sql, string named)
    {
        await using var bench = await BackupBench.CreateAsync("CREATE TABLE t (id serial PRIMARY KEY, n integer); INSERT INTO t (n) VALUES (1);");
        var set = await bench.BackupAsync("t");
        await bench.Database.ExecuteAsync(sql);
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => bench.RestoreAsync(set, Swap));
        Assert.Equal("RestoreSwapNotPossible", error.Id);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains("--mode Merge", error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Odd_names_and_a_table_without_a_key_are_swapped()
    {
        await using var bench = await BackupBench.CreateAsync("""
            CREATE SCHEMA "Hof.Laden";
            CREATE TABLE "Hof.Laden"."Ware ""neu"" 🍏" ("Preis" integer DEFAULT 1 CHECK ("Preis" > 0), "a.b" text);
            CREATE SEQUENCE "Hof.Laden"."Nr 🍏" OWNED BY "Hof.Laden"."Ware ""neu"" 🍏"."Preis";
            ALTER TABLE "Hof.Laden"."Ware ""neu"" 🍏" ALTER "Preis" SET DEFAULT nextval('"Hof.Laden"."Nr 🍏"');
            CREATE INDEX "Idx.1" ON "Hof.Laden"."Ware ""neu"" 🍏" (("a.b" || '"Hof.Laden"."Ware"'));
            INSERT INTO "Hof.Laden"."Ware ""neu"" 🍏" ("a.b") VALUES ('x'), ('x');
            """);
        var set = await bench.BackupAsync(request => request with { Schemas = ["Hof.Laden"] });
        var before = await FingerprintAsync(bench);
        await bench.Database.ExecuteAsync("""ALTER TABLE "Hof.Laden"."Ware ""neu"" 🍏" DROP COLUMN "a.b" """);
        Assert.True(Assert.Single(await bench.RestoreAsync(set, Swap)).Verified);
        Assert.Equal(before, await FingerprintAsync(bench));
        Assert.Equal(3, await bench.Database.ScalarAsync<int>("""INSERT INTO "Hof.Laden"."Ware ""neu"" 🍏" ("a.b") VALUES ('y') RETURNING "Preis" """));
    }

    private static async Task<string> FingerprintAsync(BackupBench bench)
    {
        await using var connection = await bench.Database.OpenAsync();
        var schema = await SchemaReader.ReadAsync(connection, CancellationToken.None);
        return string.Join('\n', schema.Objects.Where(item => item.Fingerprint.Length > 0).Select(item => $"{item.Identity} {item.Fingerprint}").Order(StringComparer.Ordinal));
    }
}
