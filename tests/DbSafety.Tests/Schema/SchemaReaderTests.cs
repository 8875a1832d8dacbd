using DbSafety.Engine.Schema;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Schema;

public sealed class SchemaReaderTests
{
    public static TheoryData<int> Majors => [.. TestServers.Majors];

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task The_sessions_settings_are_the_same_afterwards(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major);
        await using var connection = await database.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SET search_path = public; SET DateStyle = 'German, DMY'";
        await command.ExecuteNonQueryAsync();
        command.CommandText = "SELECT current_setting('search_path') || current_setting('DateStyle')";

        await SchemaReader.ReadAsync(connection, CancellationToken.None);
        Assert.Equal("publicGerman, DMY", await command.ExecuteScalarAsync());

        await using var transaction = await connection.BeginTransactionAsync();
        await SchemaReader.ReadAsync(connection, CancellationToken.None);
        Assert.Equal("publicGerman, DMY", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Our_own_schemas_are_left_out_unless_asked_for()
    {
        await using var database = await TestDatabase.CreateAsync(TestServers.Majors.Max(), """
            CREATE SCHEMA dbsafety; CREATE TABLE dbsafety.journal (id integer PRIMARY KEY);
            CREATE SCHEMA dbsafety_restore_1; CREATE TABLE dbsafety_restore_1.t (id integer);
            CREATE SCHEMA dbsafety_of_somebody; CREATE TABLE t (id integer);
            """);
        await using var connection = await database.OpenAsync();

        var without = await SchemaReader.ReadAsync(connection, CancellationToken.None);
        var with = await SchemaReader.ReadAsync(connection, new SchemaReadOptions { ExcludeOwnSchemas = false }, CancellationToken.None);

        Assert.Equal(["public.t"], without.Tables.Select(table => table.QualifiedName));
        Assert.Contains(without.Objects, item => item.Identity == "schema dbsafety_of_somebody");
        Assert.Equal(3, with.Tables.Count);
    }

    [Fact]
    public async Task An_invalid_index_is_a_warning()
    {
        await using var database = await TestDatabase.CreateAsync(TestServers.Majors.Max(), """
            CREATE TABLE t (id integer); CREATE INDEX broken ON t (id);
            UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken'::regclass;
            """);

        var schema = await SchemaScripts.ReadAsync(database);

        Assert.Contains("public.broken", Assert.Single(schema.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain(schema.Objects, item => item.Kind == SchemaObjectKind.Index);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task An_empty_database_has_the_fingerprint_of_every_empty_database(int major)
    {
        await using var first = await TestDatabase.CreateAsync(major);
        await using var second = await TestDatabase.CreateAsync(major, "CREATE TABLE gone (id serial); DROP TABLE gone");
        Assert.Equal((await SchemaScripts.ReadAsync(first)).Fingerprint, (await SchemaScripts.ReadAsync(second)).Fingerprint);
    }

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_role_without_any_privilege_reads_the_same_schema(int major)
    {
        await using var database = await SchemaScripts.CreateAsync(major, SchemaScripts.Read("everything.sql", major));
        var schema = await SchemaScripts.ReadAsync(database);
        await using var connection = await database.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("SET ROLE dbsafety_test_nobody", connection);
        await command.ExecuteNonQueryAsync();

        var asNobody = await SchemaReader.ReadAsync(connection, CancellationToken.None);

        // The options of user mappings are shown to those alone whom they concern.
        Assert.Equal(Comparable(schema), Comparable(asNobody));

        static IEnumerable<string> Comparable(DatabaseSchema schema) =>
            schema.Objects.Where(item => item.Kind != SchemaObjectKind.UserMapping).SelectMany(item => item.Statements.Concat(item.OwnershipStatements).Append(item.Fingerprint));
    }

    [Fact]
    public async Task The_number_of_queries_does_not_grow_with_the_schema()
    {
        await using var small = await TestDatabase.CreateAsync(TestServers.Majors.Max());
        await using var large = await TestDatabase.CreateAsync(TestServers.Majors.Max(), """
            DO $$ BEGIN FOR i IN 1..300 LOOP EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, other integer REFERENCES t%s)', i, greatest(1, i - 1)); END LOOP; END $$
            """);
        Assert.Equal(await StatementsAsync(small), await StatementsAsync(large));
    }

    private static async Task<int> StatementsAsync(TestDatabase database)
    {
        var count = 0;
        var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => System.Diagnostics.ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem("db.name"), database.Name))
                    Interlocked.Increment(ref count);
            },
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        await using var connection = await database.OpenAsync();
        await SchemaReader.ReadAsync(connection, CancellationToken.None);
        listener.Dispose();
        Assert.NotEqual(0, count);
        return count;
    }
}
