using DbSafety.Core.Results;
using DbSafety.Engine.Schema.Differences;
using Xunit;

namespace DbSafety.Tests.Schema;

/// <summary>What is told of two schemas that differ.</summary>
public sealed class SchemaDifferenceTests(EverythingDatabase everything) : IClassFixture<EverythingDatabase>
{
    [Theory]
    [InlineData("COMMENT ON TABLE main_table IS 'x'", "table every.main_table", DifferenceSeverity.Note, "+ COMMENT ON TABLE every.main_table IS 'x'")]
    [InlineData("ALTER TABLE main_table ALTER document SET STATISTICS 501", "table every.main_table", DifferenceSeverity.Speed, "+ ALTER TABLE ONLY every.main_table ALTER COLUMN document SET STATISTICS 501")]
    [InlineData("ALTER TABLE replica_full REPLICA IDENTITY DEFAULT", "table every.replica_full", DifferenceSeverity.Behaviour, "- ALTER TABLE ONLY every.replica_full REPLICA IDENTITY FULL")]
    [InlineData("ALTER SCHEMA empty OWNER TO dbsafety_test_reader", "schema empty", DifferenceSeverity.Access, "+ ALTER SCHEMA empty OWNER TO dbsafety_test_reader")]
    [InlineData("ALTER TABLE main_table DISABLE ROW LEVEL SECURITY", "table every.main_table", DifferenceSeverity.Access, "- ALTER TABLE every.main_table ENABLE ROW LEVEL SECURITY")]
    [InlineData("ALTER TABLE in_circle DROP CONSTRAINT by_function", "table every.in_circle", DifferenceSeverity.Integrity, null)]
    [InlineData("ALTER TABLE no_columns ADD COLUMN a integer", "table every.no_columns", DifferenceSeverity.Data, "+ a integer")]
    [InlineData("ALTER TABLE main_table DISABLE TRIGGER t_before", "trigger t_before ON every.main_table", DifferenceSeverity.Integrity, "+ ALTER TABLE every.main_table DISABLE TRIGGER t_before")]
    [InlineData("ALTER POLICY p_all ON main_table USING (false)", "policy p_all ON every.main_table", DifferenceSeverity.Access, null)]
    public async Task A_changed_object_is_told_with_what_is_at_stake_and_the_lines_that_differ(string change, string identity, DifferenceSeverity severity, string? line)
    {
        var after = await everything.ReadAfterAsync(change);

        var difference = Assert.Single(SchemaComparison.Compare(everything.Schema, after));

        Assert.Equal((identity, SchemaChange.Changed, severity), (difference.Object, difference.Change, difference.Severity));
        if (line is not null)
            Assert.Contains(line, difference.Detail);
        Assert.NotEmpty(difference.Detail);
        Assert.NotEqual(difference.Expected, difference.Actual);
    }

    [Fact]
    public async Task A_table_that_is_gone_is_told_once_with_what_lived_on_it()
    {
        var after = await everything.ReadAfterAsync("DROP TABLE replica_index");

        var difference = Assert.Single(SchemaComparison.Compare(everything.Schema, after));

        Assert.Equal(("table every.replica_index", SchemaChange.Missing, DifferenceSeverity.Data), (difference.Object, difference.Change, difference.Severity));
        Assert.Equal(["with index every.replica_index_a", "with index every.replica_index_b"], difference.Detail);
        Assert.StartsWith("CREATE TABLE every.replica_index", difference.Expected);
        Assert.Null(difference.Actual);
        Assert.Equal(SchemaChange.Extra, Assert.Single(SchemaComparison.Compare(after, everything.Schema)).Change);
    }

    [Fact]
    public async Task An_index_that_is_gone_is_told_with_its_table()
    {
        var after = await everything.ReadAfterAsync("DROP INDEX i_hash");

        var difference = Assert.Single(SchemaComparison.Compare(everything.Schema, after));

        Assert.Equal(("index every.i_hash", "index", "every.main_table", DifferenceSeverity.Speed), (difference.Object, difference.Kind, difference.Table, difference.Severity));
    }

    [Fact]
    public async Task The_worst_difference_comes_first()
    {
        var after = await everything.ReadAfterAsync("""
            COMMENT ON SCHEMA every IS 'other'; DROP INDEX i_hash; ALTER TABLE main_table DISABLE TRIGGER t_before; ALTER TABLE no_columns ADD COLUMN a integer;
            ALTER SCHEMA empty OWNER TO dbsafety_test_reader; CREATE TABLE one_more (); DROP TABLE replica_full
            """);

        var differences = SchemaComparison.Compare(everything.Schema, after);

        Assert.Equal(
            ["Missing: table every.replica_full", "Changed: table every.no_columns", "Extra: table every.one_more", "Changed: trigger t_before ON every.main_table",
                "Changed: schema empty", "Missing: index every.i_hash", "Changed: schema every"],
            differences.Select(difference => difference.ToString()));
    }

    [Fact]
    public async Task Where_only_fingerprints_were_kept_the_object_is_named()
    {
        var after = await everything.ReadAfterAsync("ALTER TABLE no_columns ADD COLUMN a integer");
        var kept = SchemaEntry.Of(everything.Schema).Select(entry => entry with { Definition = null });

        var difference = Assert.Single(SchemaComparison.Compare(kept, SchemaEntry.Of(after)));

        Assert.Equal(("table every.no_columns", SchemaChange.Changed), (difference.Object, difference.Change));
        Assert.Empty(difference.Detail);
        Assert.Null(difference.Expected);
    }

    [Fact]
    public void Columns_in_another_order_are_told_as_such()
    {
        var left = new SchemaEntry("table t", Engine.Schema.SchemaObjectKind.Table, "1") { Definition = ["CREATE TABLE t (\n    a integer,\n    b integer\n)"] };
        var right = left with { Fingerprint = "2", Definition = ["CREATE TABLE t (\n    b integer,\n    a integer\n)"] };

        var difference = Assert.Single(SchemaComparison.Compare([left], [right]));

        Assert.Equal(DifferenceSeverity.Behaviour, difference.Severity);
        Assert.Equal("The same lines in another order.", difference.Detail[0]);
    }
}
