using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Retention;
using DbSafety.Engine.Backups.Stores.Folders;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>Which sets the rules keep, and what stays whatever they say. No server is needed.</summary>
public sealed class RetentionRulesTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2024, 12, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly IReadOnlyDictionary<string, string> NothingNeeded = new Dictionary<string, string>();

    private readonly string _folder = Directory.CreateTempSubdirectory("dbsafety-retention-").FullName;

    [Fact]
    public void The_newest_so_many_stay_and_older_ones_go()
    {
        var sets = Enumerable.Range(0, 5).Select(day => Set(day, proven: true)).ToList();
        Assert.Equal([2, 3, 4], Gone(sets, new RetentionRules { Last = 2 }));
    }

    [Fact]
    public void Sets_of_other_tables_are_not_counted_against_each_other()
    {
        var sets = new[] { Set(0, true, "a"), Set(1, true, "a", "b"), Set(2, true, "a"), Set(3, true, "a", "b") };
        Assert.Equal([2, 3], Gone(sets, new RetentionRules { Last = 1 }));
    }

    [Fact]
    public void Days_weeks_months_and_years_keep_the_newest_set_of_each()
    {
        var sets = Enumerable.Range(0, 800).Select(day => Set(day, proven: true)).ToList();
        var kept = Enumerable.Range(0, 800).Except(Gone(sets, new RetentionRules { Daily = 3, Weekly = 3, Monthly = 3, Yearly = 2 })).ToList();
        // 2024-12-31 is a Tuesday: its week began on the 30th; the weeks before end on the 29th and the 22nd.
        Assert.Equal([0, 1, 2, 9, 31, 61, 366], kept);
    }

    [Fact]
    public void Two_sets_of_one_day_are_one_day()
    {
        var sets = new[] { Set(0, true), Set(0.2, true), Set(1, true) };
        Assert.Equal([0.2], GoneAges(sets, new RetentionRules { Daily = 2 }));
    }

    [Fact]
    public void An_age_alone_removes_what_is_older_and_with_other_rules_spares_what_is_younger()
    {
        var sets = Enumerable.Range(0, 6).Select(day => Set(day, proven: true)).ToList();
        Assert.Equal([3, 4, 5], Gone(sets, new RetentionRules { OlderThan = TimeSpan.FromDays(3) }));
        Assert.Equal([4, 5], Gone(sets, new RetentionRules { OlderThan = TimeSpan.FromDays(3), Last = 4 }));
    }

    [Fact]
    public void The_last_proven_set_of_a_table_stays_whatever_the_rules_say()
    {
        var sets = new[] { Set(0, false, "a", "b"), Set(1, true, "a"), Set(2, true, "a", "b"), Set(3, true, "a", "b") };
        var items = RetentionPlanner.Plan(sets, Sizes(), new RetentionRules { OlderThan = TimeSpan.Zero }, NothingNeeded, Now);
        Assert.Equal([true, false, false, true], items.Select(item => item.Removes));
        Assert.Equal(["It is the last proven backup of public.a."], items[1].Reasons);
        Assert.Equal(["It is the last proven backup of public.b."], items[2].Reasons);
    }

    [Fact]
    public void Where_nothing_is_proven_the_newest_set_stays()
    {
        var items = RetentionPlanner.Plan([Set(0, false), Set(1, false)], Sizes(), new RetentionRules { OlderThan = TimeSpan.Zero }, NothingNeeded, Now);
        Assert.Equal([false, true], items.Select(item => item.Removes));
    }

    [Fact]
    public void A_proven_set_that_lacks_a_file_or_holds_no_rows_does_not_stand_in_for_an_older_one()
    {
        var sets = new[] { Set(0, true), Set(1, true), Set(2, true) };
        File.Delete(sets[0].PathOf(sets[0].Manifest.Tables[0].File.Name));
        sets[1] = sets[1] with { Manifest = sets[1].Manifest with { HasData = false } };
        Assert.Equal([0, 1], Gone(sets, new RetentionRules { OlderThan = TimeSpan.Zero }));
    }

    [Fact]
    public void A_set_that_is_needed_stays_and_says_why()
    {
        var sets = new[] { Set(0, true), Set(1, true) };
        var needed = new Dictionary<string, string> { [sets[1].Id] = "Needed." };
        var items = RetentionPlanner.Plan(sets, Sizes(), new RetentionRules { Last = 1 }, needed, Now);
        Assert.Equal(["Needed."], items[1].Reasons);
        Assert.False(items[1].Removes);
        Assert.False(RetentionPlanner.PlanOne(sets[1], sets, Sizes(), needed).Removes);
        Assert.True(RetentionPlanner.PlanOne(sets[1], sets, Sizes(), NothingNeeded).Removes);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Read anew each time; a set that is made in the arguments before it has its files by then.
    private Dictionary<string, long> Sizes() => new DirectoryInfo(_folder).EnumerateFiles().ToDictionary(file => file.Name, file => file.Length);

    private IEnumerable<int> Gone(IReadOnlyList<BackupSet> sets, RetentionRules rules) => GoneAges(sets, rules).Select(age => (int)age);

    private IEnumerable<double> GoneAges(IReadOnlyList<BackupSet> sets, RetentionRules rules) =>
        RetentionPlanner.Plan(sets, Sizes(), rules, NothingNeeded, Now).Where(item => item.Removes).Select(item => Math.Round((Now - item.Set.Manifest.Created).TotalDays, 1));

    private BackupSet Set(double days, bool proven, params string[] tables)
    {
        var created = Now.AddDays(-days);
        var id = BackupFileNames.IdOf(created);
        var held = (tables.Length == 0 ? ["a"] : tables).Select(name => new ManifestTable
        {
            Schema = "public",
            Name = name,
            Kind = "table",
            File = new ManifestFile(BackupFileNames.Table(id, new TableName("public", name)), 1, 1, ""),
            ContentDigest = "",
            Fingerprint = "",
        }).ToList();
        foreach (var table in held)
            File.WriteAllText(Path.Combine(_folder, table.File.Name), "x");
        return new BackupSet(new FolderStore(_folder), new BackupManifest
        {
            Id = id,
            Created = created,
            ToolVersion = "",
            Server = new ManifestServer("18.1", 180001, null, "farm", "UTF8"),
            Snapshot = "",
            Scope = "tables",
            DataFormat = "Copy",
            Tables = held,
        }, proven ? created : null);
    }
}
