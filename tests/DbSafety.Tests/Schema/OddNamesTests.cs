using DbSafety.Engine.Schema;
using DbSafety.Engine.Sql;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Schema;

/// <summary>Names as people should not choose them, everywhere a name can be.</summary>
public sealed class OddNamesTests
{
    private static readonly string[] Names =
    [
        "select", "Upper", "two words", "quote\"in", "'single'", "dot.dot", "semi;colon", "back\\slash", "$$dollar$$", "-- comment", "/* comment */",
        "🐄🌾", "émile", " leading", "trailing ", "tab\there", "%I", "{0}", "=/,()", "1digit", "new\nline", new('x', 63), new('ü', 31),
    ];

    public static TheoryData<int> Majors => [.. TestServers.Majors];

    [SkippableTheory]
    [MemberData(nameof(Majors))]
    public async Task Objects_with_odd_names_are_made_again_as_pg_dump_sees_them(int major)
    {
        PgDump.Require(major);
        await using var original = await SchemaScripts.CreateAsync(major, "SELECT 1");
        await using (var connection = await original.OpenAsync())
        {
            foreach (var statement in Names.SelectMany(Statements))
            {
                await using var command = new Npgsql.NpgsqlCommand(statement, connection);
                await command.ExecuteNonQueryAsync();
            }
        }

        var schema = await SchemaScripts.ReadAsync(original);
        await using var copy = await TestDatabase.CreateAsync(major);
        await SchemaScripts.ApplyAsync(copy, schema.Objects);

        TextDifference.AssertEqual(await PgDump.SchemaAsync(original, major), await PgDump.SchemaAsync(copy, major));
        Assert.Equal(schema.Fingerprint, (await SchemaScripts.ReadAsync(copy)).Fingerprint);
        Assert.Equal(schema.Objects.Count, schema.Objects.Select(item => item.Identity).Distinct().Count());
    }

    private static IEnumerable<string> Statements(string name)
    {
        var quoted = Identifier.Quote(name);
        var literal = Identifier.Literal(name);
        var table = $"{quoted}.{quoted}";
        return
        [
            $"CREATE SCHEMA {quoted}",
            $"CREATE TYPE {quoted}.{Identifier.Quote(Short(name) + "e")} AS ENUM ({literal})",
            $"CREATE DOMAIN {quoted}.{Identifier.Quote(Short(name) + "d")} AS text DEFAULT {literal} CONSTRAINT {quoted} CHECK (VALUE <> {literal})",
            $"CREATE TABLE {table} ({quoted} serial PRIMARY KEY, other text DEFAULT {literal} NOT NULL, CONSTRAINT {quoted} CHECK (other <> {literal}))",
            $"CREATE TABLE {quoted}.referencing (id bigint GENERATED ALWAYS AS IDENTITY, {quoted} integer CONSTRAINT {quoted} REFERENCES {table})",
            $"CREATE INDEX {Identifier.Quote(Short(name) + "i")} ON {table} ((other || {literal}))",
            $"CREATE VIEW {quoted}.{Identifier.Quote(Short(name) + "v")} AS SELECT other AS {quoted} FROM {table}",
            $"CREATE FUNCTION {quoted}.{quoted}({Identifier.Quote(Short(name) + "a")} text) RETURNS text LANGUAGE plpgsql AS {Identifier.Literal($"BEGIN RETURN {literal}; END")}",
            $"CREATE FUNCTION {quoted}.on_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
            $"CREATE TRIGGER {quoted} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {quoted}.on_change({literal})",
            $"CREATE POLICY {quoted} ON {table} USING ({quoted} > 0)",
            $"CREATE RULE {quoted} AS ON DELETE TO {table} DO ALSO NOTHING",
            $"CREATE STATISTICS {quoted}.{Identifier.Quote(Short(name) + "s")} ON {quoted}, other FROM {table}",
            $"CREATE PUBLICATION {quoted} FOR TABLE {table}",
            $"COMMENT ON COLUMN {table}.{quoted} IS {literal}",
            $"COMMENT ON TABLE {table} IS {literal}",
            $"GRANT SELECT ({quoted}) ON {table} TO dbsafety_test_reader",
        ];
    }

    private static string Short(string name) => name.Length > 30 ? name[..30] : name;
}
