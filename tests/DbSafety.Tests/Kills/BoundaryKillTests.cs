using System.Diagnostics;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Repairs;
using DbSafety.Engine.Sandbox;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace DbSafety.Tests.Kills;

/// <summary>
/// Runs are cut at each of their statements in turn, and at random: the network, which stalls, resets, or drops after some bytes, the process,
/// or the whole server. After each, what a repair says of every statement is what the catalog shows, and the repair ends with the migration applied or not.
/// DBSAFETY_TEST_KILLS says how often.
/// </summary>
[Trait("Category", "Long")]
public sealed class BoundaryKillTests(ITestOutputHelper output)
{
    private const string Tables = "CREATE TABLE goods (id int PRIMARY KEY, n int NOT NULL DEFAULT 0); INSERT INTO goods (id) SELECT generate_series(1, 3500)";

    private const string Policy = """
            approvals: { firstModification: none, majorMigration: none, productionDeployment: none, afterRollback: none }
            backup: { required: false }
            limits: { lockTimeout: 1s, runLockWait: 30s }
        """;

    // What the catalog shows of each statement, by migration and line.
    private static readonly Dictionary<(string Id, int Line), string> Truth = new()
    {
        [("0001_tables", 1)] = "SELECT CASE WHEN to_regclass('marks') IS NULL THEN 'NotApplied' ELSE 'Applied' END",
        [("0001_tables", 2)] = "SELECT CASE WHEN to_regclass('notes') IS NULL THEN 'NotApplied' ELSE 'Applied' END",
        [("0002_index", 1)] = "SELECT CASE WHEN EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'goods'::regclass AND attname = 'price') THEN 'Applied' ELSE 'NotApplied' END",
        [("0002_index", 2)] = "SELECT coalesce((SELECT CASE WHEN indisvalid THEN 'Applied' ELSE 'Debris' END FROM pg_index WHERE indexrelid = to_regclass('goods_n')), 'NotApplied')",
        [("0002_index", 4)] = "SELECT CASE WHEN count(*) = 0 THEN 'NotApplied' WHEN count(*) < 3500 THEN 'Partial' ELSE 'Applied' END FROM goods WHERE n = 1",
        [("0002_index", 5)] = "SELECT CASE WHEN to_regclass('late') IS NULL THEN 'NotApplied' ELSE 'Applied' END",
    };

    private static readonly CutKind[] Network = [CutKind.ResetBefore, CutKind.ResetAfter, CutKind.StallThenReset, CutKind.StallAnswer, CutKind.PartOfRequest, CutKind.PartOfAnswer];

    [SkippableFact]
    public async Task A_run_whose_network_stalls_or_is_cut_is_told_truly_and_repaired()
    {
        TestRun.SkipUnlessLong();
        await using var project = await ProjectAsync(null);
        await RunAsync(project, Network);
    }

    [SkippableFact]
    public async Task A_run_whose_process_server_or_network_is_killed_is_told_truly_and_repaired()
    {
        TestRun.SkipUnlessLong();
        Skip.If(OperatingSystem.IsWindows(), "a server process is killed by a signal");
        await using var server = await SandboxServer.StartAsync(TestServers.Majors[^1], new EnvironmentHost(), default);
        // A pooled connection would outlive its server.
        await using var project = await ProjectAsync(new NpgsqlConnectionStringBuilder(server.Connection.ConnectionString) { Pooling = false });
        await RunAsync(project, [CutKind.Process, CutKind.Server, .. Network]);
    }

    private static async Task<TestProject> ProjectAsync(NpgsqlConnectionStringBuilder? server)
    {
        var project = await TestProject.CreateAsync(TestServers.Majors[^1], Tables, Policy, server: server);
        project.With("0001_tables", "CREATE TABLE marks (x int);\nCREATE TABLE notes (x int);", "DROP TABLE notes;\nDROP TABLE marks;");
        project.With("0002_index", "ALTER TABLE goods ADD price int;\nCREATE INDEX CONCURRENTLY goods_n ON goods (n);\n-- dbsafety: batch by id\nUPDATE goods SET n = 1 WHERE n = 0;\nCREATE TABLE late ();",
            "DROP TABLE IF EXISTS late;\nDROP INDEX IF EXISTS goods_n;\nUPDATE goods SET n = 0;\nALTER TABLE goods DROP COLUMN IF EXISTS price;");
        return project;
    }

    private async Task RunAsync(TestProject project, CutKind[] kinds)
    {
        var seed = Environment.GetEnvironmentVariable("DBSAFETY_TEST_SEED") is { } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        var random = new Random(seed);
        await using var proxy = new CuttingProxy(project.Database.Connection.Port);
        var through = new NpgsqlConnectionStringBuilder(project.Database.ConnectionString) { Host = "127.0.0.1", Port = proxy.Port, SslMode = SslMode.Disable }.ConnectionString;
        project.Through = through;
        proxy.Disarm();
        await project.MigrateAsync();
        var length = proxy.Seen;
        project.Through = null;
        await project.UndoAsync(options => options.All = true);

        // Every boundary in turn, with the next kind at each pass, from a place that differs from run to run; when each kind was at each, anywhere.
        var (first, firstKind) = (random.Next(length), random.Next(kinds.Length));
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < TestRun.Kills; i++)
        {
            var kind = kinds[(firstKind + i + i / length) % kinds.Length];
            var at = i < length * kinds.Length ? 1 + (first + i) % length : 1 + random.Next(length);
            var cut = new Cut(kind, 1 + random.Next(200), TimeSpan.FromMilliseconds(200 + random.Next(2500)));
            var place = $"DBSAFETY_TEST_SEED={seed}, kill {i}, {kind} at statement {at} of {length}";
            project.Through = through;
            var end = $"{kind}: {await EndAsync(project, proxy, at, cut)}";
            counts[end] = counts.GetValueOrDefault(end) + 1;
            proxy.Disarm();
            project.Through = null;
            await SettleAsync(project);
            await AssertTrueAsync(project, place);
            await RepairAsync(project, random.Next(2) == 0, place);
        }

        output.WriteLine($"DBSAFETY_TEST_SEED={seed}: {TestRun.Kills} kills at {length} statements: {string.Join(", ", counts.Select(pair => $"{pair.Value} {pair.Key}"))}.");
    }

    private static async Task<string> EndAsync(TestProject project, CuttingProxy proxy, int at, Cut cut)
    {
        if (cut.Kind == CutKind.Process)
            return await EndOfProcessAsync(project, proxy, at, cut);
        proxy.Arm(at, cut.Kind == CutKind.Server ? cut with { Kill = () => CrashAsync(project) } : cut);
        try
        {
            await project.RunAsync(new InvokeSafeMigrationOptions());
            return "succeeded";
        }
        catch (DbSafetyException error)
        {
            return error.Id;
        }
    }

    private static async Task<string> EndOfProcessAsync(TestProject project, CuttingProxy proxy, int at, Cut cut)
    {
        var started = new TaskCompletionSource<CommandLineProcess>();
        proxy.Arm(at, cut with { Kill = async () => await (await started.Task).KillAsync() });
        using var run = CommandLineProcess.Start([KeyValuePair.Create("TEST_DATABASE", project.Through!)], ["migrate", "--project", project.Folder, "--force", "--json"]);
        started.SetResult(run);
        await run.WaitAsync();
        return run.ExitCode == 0 ? "succeeded" : $"exit {run.ExitCode}";
    }

    /// <summary>Every statement of what is unfinished is told as it is; what is finished is applied or not as the status says.</summary>
    private static async Task AssertTrueAsync(TestProject project, string place)
    {
        var repairs = (await project.RunAsync(new RepairSafeMigrationOptions())).ResultsOf<MigrationRepair>();
        foreach (var repair in repairs)
        {
            Assert.True(repair.State != MigrationState.Unknown, $"{place}: {repair.Detail}");
            foreach (var statement in repair.Statements)
                Assert.True(IsTrue(await TruthAsync(project, repair.Id, statement.Line), statement.State), $"{place}: {repair.Id}, line {statement.Line} is told as {statement.State}: {statement.Detail}");
        }

        foreach (var migration in (await project.StatusAsync()).Where(migration => repairs.All(repair => repair.Id != migration.Id)))
        {
            var expected = migration.State == MigrationState.Applied ? "Applied" : "NotApplied";
            Assert.True(migration.State != MigrationState.Unknown, $"{place}: {migration.Id} is {migration.State}");
            foreach (var (id, line) in Truth.Keys.Where(key => key.Id == migration.Id))
                Assert.True(await TruthAsync(project, id, line) == expected, $"{place}: {id} is told as {migration.State}, and line {line} is not {expected}");
        }
    }

    // Of batches whose last one was not yet known as the last, nobody says that they are all.
    private static bool IsTrue(string? truth, StatementState told) => truth == told.ToString() || (truth == "Applied" && told == StatementState.Partial);

    private static async Task RepairAsync(TestProject project, bool finishes, string place)
    {
        foreach (var repair in (await project.RunAsync(new RepairSafeMigrationOptions { Finish = finishes, RollBack = !finishes })).ResultsOf<MigrationRepair>())
            Assert.True(repair.State is MigrationState.Applied or MigrationState.Pending, $"{place}: after the repair {repair.Id} is {repair.State}");
        await AssertTrueAsync(project, place + ", repaired");
        await project.MigrateAsync();
        Assert.All(await project.StatusAsync(), migration => Assert.Equal(MigrationState.Applied, migration.State));
        await project.UndoAsync(options => options.All = true);
    }

    private static Task<string?> TruthAsync(TestProject project, string id, int line) => project.Database.ScalarAsync<string>(Truth[(id, line)]);

    private static async Task SettleAsync(TestProject project)
    {
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await project.Database.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'dbsafety%'") == 0)
                    return;
            }
            catch (NpgsqlException) when (deadline.Elapsed < TimeSpan.FromSeconds(60))
            {
                // The server recovers.
            }

            Assert.True(deadline.Elapsed < TimeSpan.FromSeconds(60), "The sessions of the run that was cut are still there.");
            await Task.Delay(20);
        }
    }

    // A server process that dies by SIGKILL takes the whole server through crash recovery.
    private static async Task CrashAsync(TestProject project)
    {
        var backend = await project.Database.ScalarAsync<int>("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");
        using var process = Process.GetProcessById(backend);
        process.Kill();
    }
}
