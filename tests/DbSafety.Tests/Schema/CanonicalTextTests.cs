using DbSafety.Engine.Schema.Differences;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Schema;

/// <summary>
/// The server writes some expressions in another way after they went through a script once. It is the same schema, and the fingerprint
/// says so: a backup of such a table could not be proven otherwise.
/// </summary>
public sealed class CanonicalTextTests
{
    public static TheoryData<int> Majors => [.. TestServers.Majors];

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task A_list_of_words_over_a_varchar_has_one_fingerprint_before_and_after_a_restore(int major)
    {
        await using var original = await TestDatabase.CreateAsync(major, """
            CREATE DOMAIN yes AS varchar(3) CHECK (VALUE IN ('YES', 'NO'));
            CREATE TABLE t (id int PRIMARY KEY, state varchar(10) CHECK (state IN ('a', 'b''c', 'd\e', 'f], (g')), "odd ""name" varchar DEFAULT 'x',
                CHECK ("odd ""name" NOT IN ('it''s', 'q', NULL)), n numeric CHECK (n = ANY (ARRAY[1, 2, -3])), r real CHECK (r = ANY (ARRAY[1.5, 2])),
                c char(2) CHECK (c IN ('de', 'fr')), e varchar[] CHECK (e <@ ARRAY['a', 'b']::varchar[]));
            CREATE INDEX i ON t (id) WHERE state IN ('a', 'b');
            CREATE VIEW v AS SELECT * FROM t WHERE state IN ('a', 'b') AND "odd ""name" = ANY (ARRAY['x'::varchar, 'y']);
            CREATE RULE r AS ON DELETE TO t WHERE old.state IN ('a', 'b') DO INSTEAD NOTHING;
            CREATE POLICY p ON t USING (state IN ('a', 'b'));
            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW WHEN (new.state IN ('a', 'b')) EXECUTE FUNCTION f()
            """);
        var schema = await SchemaScripts.ReadAsync(original);
        await using var copy = await TestDatabase.CreateAsync(major);
        await SchemaScripts.ApplyAsync(copy, schema.Objects);

        var restored = await SchemaScripts.ReadAsync(copy);

        Assert.Empty(SchemaComparison.Compare(schema, restored).SelectMany(difference => difference.Detail.Prepend(difference.ToString())));
        Assert.Equal(schema.Fingerprint, restored.Fingerprint);
    }

    [Fact]
    public async Task Another_word_in_the_list_is_another_fingerprint()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE TABLE t (state varchar, CONSTRAINT c CHECK (state IN ('a', 'b')))");
        var before = await SchemaScripts.ReadAsync(database);
        await database.ExecuteAsync("ALTER TABLE t DROP CONSTRAINT c, ADD CONSTRAINT c CHECK (state IN ('a', 'c'))");

        Assert.NotEqual(before.Fingerprint, (await SchemaScripts.ReadAsync(database)).Fingerprint);
    }

    [Fact]
    public async Task The_body_of_a_function_is_taken_word_for_word()
    {
        await using var database = await TestDatabase.CreateAsync(sql: "CREATE FUNCTION f() RETURNS text[] LANGUAGE sql AS 'SELECT (ARRAY[1])::text[]'");
        var before = await SchemaScripts.ReadAsync(database);
        await database.ExecuteAsync("CREATE OR REPLACE FUNCTION f() RETURNS text[] LANGUAGE sql AS 'SELECT ARRAY[(1)::text]'");

        Assert.NotEqual(before.Fingerprint, (await SchemaScripts.ReadAsync(database)).Fingerprint);
    }
}
