using DbSafety.Engine.Schema;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Schema;

/// <summary>What lives at the edge of a schema: tablespaces, labels of other programs, and what is listed because it is not scripted.</summary>
public sealed class SchemaEdgesTests
{
    private static int Major => TestServers.Majors.Max();

    [SkippableFact]
    public async Task Tablespaces_are_kept_as_pg_dump_sees_them()
    {
        PgDump.Require(Major);
        var space = $"s_{Guid.NewGuid():N}";
        await using var original = await TestDatabase.CreateAsync(Major);
        await using (var connection = await original.OpenAsync())
        {
            foreach (var statement in (string[])["SET allow_in_place_tablespaces = on", $"CREATE TABLESPACE {space} LOCATION ''"])
            {
                await using var command = new Npgsql.NpgsqlCommand(statement, connection);
                await command.ExecuteNonQueryAsync();
            }
        }

        try
        {
            await original.ExecuteAsync($"""
                CREATE TABLE t (id int, other int UNIQUE USING INDEX TABLESPACE {space}) TABLESPACE {space};
                CREATE TABLE u (id int PRIMARY KEY); CREATE INDEX i ON u (id) TABLESPACE {space};
                CREATE MATERIALIZED VIEW m TABLESPACE {space} AS SELECT 1 AS x;
                CREATE TABLE p (id int) PARTITION BY LIST (id) TABLESPACE {space}; CREATE TABLE p1 PARTITION OF p DEFAULT TABLESPACE pg_default
                """);
            var schema = await SchemaScripts.ReadAsync(original);
            await using (var copy = await TestDatabase.CreateAsync(Major))
            {
                await SchemaScripts.ApplyAsync(copy, schema.Objects);
                TextDifference.AssertEqual(await PgDump.SchemaAsync(original, Major), await PgDump.SchemaAsync(copy, Major));
                Assert.Equal(schema.Fingerprint, (await SchemaScripts.ReadAsync(copy)).Fingerprint);
            }

            await original.ExecuteAsync("ALTER INDEX i SET TABLESPACE pg_default");
            Assert.NotEqual(schema.Fingerprint, (await SchemaScripts.ReadAsync(original)).Fingerprint);
        }
        finally
        {
            await original.ExecuteAsync("DROP TABLE IF EXISTS t, u, p; DROP MATERIALIZED VIEW IF EXISTS m");
            await original.ExecuteAsync($"DROP TABLESPACE {space}");
        }
    }

    [Fact]
    public async Task Security_labels_are_part_of_their_object()
    {
        await using var database = await TestDatabase.CreateAsync(Major, """
            CREATE TABLE t (id int); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
            INSERT INTO pg_seclabel VALUES ('t'::regclass, 'pg_class'::regclass, 0, 'guard', 'it''s secret'), ('t'::regclass, 'pg_class'::regclass, 1, 'guard', 'column'),
                ('f'::regproc, 'pg_proc'::regclass, 0, 'guard', 'function')
            """);
        var schema = await SchemaScripts.ReadAsync(database);

        var table = schema.Objects.Single(item => item.Kind == SchemaObjectKind.Table);
        Assert.Contains("SECURITY LABEL FOR guard ON TABLE public.t IS 'it''s secret'", table.Statements);
        Assert.Contains("SECURITY LABEL FOR guard ON COLUMN public.t.id IS 'column'", table.Statements);
        Assert.Contains("SECURITY LABEL FOR guard ON FUNCTION public.f() IS 'function'", schema.Objects.Single(item => item.Kind == SchemaObjectKind.Function).Statements);
        await database.ExecuteAsync("UPDATE pg_seclabel SET label = 'other' WHERE objsubid = 1");
        Assert.NotEqual(table.Fingerprint, (await SchemaScripts.ReadAsync(database)).Find(table.Key)!.Fingerprint);
    }

    [Fact]
    public async Task A_subscription_is_listed_and_not_scripted()
    {
        await using var database = await TestDatabase.CreateAsync(Major);
        await using var other = await TestDatabase.CreateAsync(Major);
        var name = $"s_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE SUBSCRIPTION {name} CONNECTION 'dbname=nowhere password=hidden' PUBLICATION p WITH (connect = false, slot_name = NONE)");
        try
        {
            var schema = await SchemaScripts.ReadAsync(database);

            Assert.Contains(name, Assert.Single(schema.Warnings), StringComparison.Ordinal);
            Assert.DoesNotContain("hidden", SchemaScript.Write(schema.Objects) + string.Concat(schema.Warnings), StringComparison.Ordinal);
            Assert.Empty((await SchemaScripts.ReadAsync(other)).Warnings);
        }
        finally
        {
            await database.ExecuteAsync($"DROP SUBSCRIPTION {name}");
        }
    }

    [Fact]
    public async Task The_tables_in_which_an_extension_keeps_its_users_rows_are_listed()
    {
        await using var database = await TestDatabase.CreateAsync(Major, """
            CREATE EXTENSION hstore; CREATE TABLE kept (id int); ALTER EXTENSION hstore ADD TABLE kept;
            UPDATE pg_extension SET extconfig = ARRAY['kept'::regclass::oid] WHERE extname = 'hstore'
            """);

        var schema = await SchemaScripts.ReadAsync(database);

        Assert.Contains("public.kept", Assert.Single(schema.Warnings), StringComparison.Ordinal);
        Assert.Empty(schema.Tables);
    }
}
