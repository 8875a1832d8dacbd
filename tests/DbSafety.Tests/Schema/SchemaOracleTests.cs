using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Schema;

/// <summary>pg_dump decides: a database made by our script must look to it like the original.</summary>
public sealed class SchemaOracleTests
{
    public static TheoryData<int> Majors => [.. TestServers.Majors];

    [SkippableTheory]
    [MemberData(nameof(Majors))]
    public Task A_schema_with_every_kind_of_object_is_made_again_as_pg_dump_sees_it(int major) => CompareAsync(major, "everything.sql");

    private static async Task CompareAsync(int major, string file)
    {
        PgDump.Require(major);
        await using var original = await SchemaScripts.CreateAsync(major, SchemaScripts.Read(file, major));
        var schema = await SchemaScripts.ReadAsync(original);
        await using var copy = await TestDatabase.CreateAsync(major);
        await SchemaScripts.ApplyAsync(copy, schema.Objects);

        var expected = await PgDump.SchemaAsync(original, major);
        var actual = await PgDump.SchemaAsync(copy, major);
        TextDifference.AssertEqual(expected, actual);
        var copied = await SchemaScripts.ReadAsync(copy);
        Assert.Equal(Fingerprints(schema), Fingerprints(copied));
        Assert.Equal(schema.Fingerprint, copied.Fingerprint);
        Assert.Empty(schema.Warnings);
    }

    private static List<string> Fingerprints(Engine.Schema.DatabaseSchema schema) =>
        [.. schema.Objects.Where(item => item.Fingerprint.Length > 0).Select(item => $"{item.Identity} {item.Fingerprint[..12]}").Order(StringComparer.Ordinal)];
}
