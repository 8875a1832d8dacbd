using DbSafety.Engine.Schema;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Schema;

public sealed class SchemaClosureTests(EverythingDatabase everything) : IClassFixture<EverythingDatabase>
{
    public static TheoryData<string> Tables => ["main_table", "parted", "parted_2024", "parted_default_north", "child", "hashed", "referencing", "in_circle",
        "far", "holds_view_row", "sequence_of_another", "of_type", "in_my_heap", "revoked", "unlogged_table", "near_and_far", "grandchild"];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_table_with_what_it_needs_can_be_made_alone_and_is_the_same(string name)
    {
        var table = everything.Schema.FindTable("every", name)!;
        await using var empty = await TestDatabase.CreateAsync(TestServers.Majors.Max());

        await SchemaScripts.ApplyAsync(empty, everything.Schema.Closure([table]));

        var copy = await SchemaScripts.ReadAsync(empty);
        var foreignKeys = everything.Schema.ObjectsOf(table).Where(item => item.Kind == SchemaObjectKind.ForeignKey).Select(item => item.Identity).ToHashSet();
        Assert.Equal(
            everything.Schema.ObjectsOf(table).Where(item => item.Fingerprint.Length > 0 && !foreignKeys.Contains(item.Identity)).Select(item => item.Fingerprint).Order(),
            copy.ObjectsOf(copy.FindTable("every", name)!).Where(item => item.Fingerprint.Length > 0 && !foreignKeys.Contains(item.Identity)).Select(item => item.Fingerprint).Order());
    }

    [Fact]
    public void A_foreign_key_within_the_set_is_kept_and_one_that_leaves_it_is_not()
    {
        var schema = everything.Schema;
        var both = schema.Closure([schema.FindTable("every", "referencing")!, schema.FindTable("every", "referenced")!]).Select(item => item.Identity).ToList();
        var one = schema.Closure([schema.FindTable("every", "referencing")!]).Select(item => item.Identity).ToList();

        Assert.Contains("constraint full_key ON every.referencing", both);
        Assert.DoesNotContain("constraint full_key ON every.referencing", one);
        Assert.Contains("constraint to_self ON every.referencing", one);
        Assert.DoesNotContain("table every.referenced", one);
    }

    [Fact]
    public void The_closure_of_a_small_table_is_small()
    {
        var closure = everything.Schema.Closure([everything.Schema.FindTable("every", "replica_index")!]).Where(item => item.PartOf is null).Select(item => item.Identity);
        Assert.Equal(["schema every", "table every.replica_index", "index every.replica_index_a", "index every.replica_index_b"], closure);
    }

    [Fact]
    public void Dependents_are_what_would_fall_with_the_table()
    {
        var schema = everything.Schema;
        var referenced = schema.Dependents(schema.FindTable("every", "referenced")!).Select(item => item.Identity).ToList();
        Assert.Contains("constraint full_key ON every.referencing", referenced);
        Assert.Contains("view every.grouped", referenced);
        Assert.Contains("view every.over_grouped", referenced);
        Assert.Contains("materialized view every.a_over_grouped", referenced);
        Assert.Contains("function every.takes_view(every.grouped)", referenced);
        // Publications have row filters and column lists since 15.
        if (TestServers.Majors.Max() >= 15)
            Assert.Contains("publication filtered_published: TABLE ONLY every.referenced (a, b) WHERE ((a > 5))", referenced);
        Assert.DoesNotContain("table every.referenced", referenced);
        Assert.DoesNotContain("constraint referenced_pkey ON every.referenced", referenced);
        Assert.DoesNotContain("constraint to_self ON every.referencing", referenced);
    }

    [Fact]
    public void A_table_model_tells_its_key_and_who_points_to_it()
    {
        var schema = everything.Schema;
        var referenced = schema.FindTable("every", "referenced")!;
        Assert.Equal(["a", "b"], referenced.Key!.Columns);
        Assert.True(referenced.Key.IsPrimary);
        Assert.Contains(referenced.IncomingForeignKeys, key => key.Name == "full_key" && key.Columns.SequenceEqual(["a", "b"]));
        Assert.Equal("replica_index_a", schema.FindTable("every", "replica_index")!.Key!.Name);
        Assert.Null(schema.FindTable("every", "parent")!.Key);

        var main = schema.FindTable("every", "main_table")!;
        Assert.Equal(["every.main_table_always_id_seq", "every.main_table_default_id_seq", "every.main_table_old_serial_seq"], main.OwnedSequences.Select(item => item.QualifiedName));
        Assert.False(main.Columns.Single(column => column.Name == "doubled").IsLoaded);
        Assert.True(main.RowSecurity);

        var parted = schema.FindTable("every", "parted")!;
        Assert.Equal(["parted_2024", "parted_2025", "parted_default"], parted.Partitions.Select(item => item.Name));
        Assert.Equal("parted", schema.FindTable("every", "parted_2024")!.PartitionParent!.Name);
        Assert.Equal(["parent", "second_parent"], schema.FindTable("every", "child")!.InheritsFrom.Select(item => item.Name));
    }
}
