using System.Security.Cryptography;
using System.Text.RegularExpressions;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Runbooks;

/// <summary>
/// Both emergencies, provoked for real in a production that works on: once with nobody there and signatures that were given beforehand, once
/// with a person at the console. Afterwards the farm is what it was, and the report tells the true story.
/// </summary>
public sealed class ProvokedEmergencyTests
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Long")]
    public async Task A_migration_that_fails_half_way_under_load_is_taken_back(bool attended)
    {
        TestRun.SkipUnlessLong();
        await using var bench = await ProvokedBench.CreateAsync(attended);
        bench.Approvals.Project.With("0001_prices", """
            ALTER TABLE products ADD COLUMN price numeric;
            CREATE INDEX CONCURRENTLY products_price ON products (price);
            SELECT fail_when_the_report_reads();
            """, "DROP INDEX IF EXISTS products_price;\nALTER TABLE products DROP COLUMN IF EXISTS price;");
        var before = await bench.StateAsync();
        await bench.OpenAsync();
        var report = bench.StandInTheWayAsync("SELECT FROM pg_index WHERE indexrelid = to_regclass('products_price') AND indisvalid");

        // The report keeps the rollback out, too: the migration stays half done.
        var error = await bench.MigrateAsync();
        Assert.Equal(ErrorKind.RollbackFailed, error?.Kind);
        Assert.NotEqual(before, await bench.StateAsync());
        var run = await bench.RunAsync("migration-failed", attended ? ["migration=0001_prices"] : ["migration=0001_prices", "owner=Ann"]);
        if (!attended)
        {
            // What is to be taken back is known only now: the plan of it waits for its signature, and the run with it.
            Assert.Equal((RunStatus.Waiting, ""), (run.Status, Failures(run)));
            run = await bench.SignAndResumeAsync(run);
        }

        Assert.Equal((RunStatus.Succeeded, ""), (run.Status, Failures(run)));
        await report;
        Assert.Equal(before, await bench.StateAsync());
        var story = await StoryOfAsync(run);
        story.TellsInOrder(
            "the price of parsley is below zero", "SQLSTATE 23514",
            "migration-failed begins, by tester@testbench", "Immediately stop the migration process", "Take that back: Repair-SafeMigration", "Verify database integrity",
            "Check application functionality", "Report issue and investigate", "The run ended: succeeded");
        story.Section("What happened", "0001_prices", "failed, and some of its steps remained", "tester@testbench carried out the runbook migration-failed on main", "Every step was carried out, and none failed.");
        story.Section("Locks and blockers", "dbsafety", "Lock on products", "(report, role shop_", "idle in transaction");
        story.Section("Still open", "Close the incident");
        if (!attended)
        {
            story.Section("Decisions", "ada", "before production deployment", "by signature");
        }
        else
        {
            story.Section("Decisions", "Ann", "Friday", "tester@testbench");
            Assert.Contains(bench.Answers, answer => answer.EndsWith(" main", StringComparison.Ordinal));
        }

        await story.AssertEvidenceAsync();
        await bench.ServesAsync();
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Long")]
    public async Task A_rollback_that_fails_after_it_dropped_a_table_is_followed_by_the_restore(bool attended)
    {
        TestRun.SkipUnlessLong();
        await using var bench = await ProvokedBench.CreateAsync(attended);
        // VACUUM ends the transaction before it, and with it the table is gone.
        bench.Approvals.Project.With("0001_visited", "ALTER TABLE lots ADD COLUMN visited_at timestamptz;\nCREATE INDEX CONCURRENTLY lots_visited ON lots (visited_at);",
            "DROP TABLE lots;\nVACUUM growers;\nSELECT 1/0;");
        Assert.Null(await bench.MigrateAsync());
        var before = await bench.StateAsync();
        string[] inputs = ["migration=0001_visited", $"healthRole={bench.Health}"];
        if (!attended)
        {
            var backup = (await bench.Approvals.Project.RunAsync(new NewLogicalBackupOptions { Table = ["lots"] })).ResultsOf<LogicalBackup>().Single().Id;
            await bench.SignForAsync(new UndoSafeMigrationOptions { Id = "0001_visited" });
            inputs = [.. inputs, $"backup={backup}", "owner=Ann"];
        }

        await bench.OpenAsync();
        var report = bench.StandInTheWayAsync("SELECT 1");
        var run = await bench.RunAsync("migration-failed", inputs);
        if (!attended)
        {
            // An approval holds for the state that it was given for, and a table that is gone is another one: the restore waits for its own signature.
            Assert.Equal((RunStatus.Waiting, "2 2.2"), (run.Status, Failures(run)));
            run = await bench.SignAndResumeAsync(run);
        }

        Assert.Equal((RunStatus.Escalated, "2 2.2"), (run.Status, Failures(run)));
        await report;
        Assert.Equal(before, await bench.StateAsync());
        Assert.Equal(bench.Access, await bench.ReadAccessAsync());
        var story = await StoryOfAsync(run);
        story.TellsInOrder(
            "migration-failed begins, by tester@testbench", "Roll back what is applied: Undo-SafeMigration", "Failed: 0001_visited.sql, line 3: division by zero", "The runbook rollback-failed takes over",
            "Stop all database connections: Suspend-AppConnection", "Restore from logical backup", "Restore-FromBackup", "Verify data integrity", "Test all applications",
            "Let the health checks in", "Let all applications in", "Document incident", "The run ended: escalated");
        story.Section("What happened", "carried out the runbook migration-failed on main", "Roll back what is applied, failed: ", "division by zero", "the runbook rollback-failed took over", "That runbook was carried out whole.");
        story.Section("SQL and errors", "division by zero", "rollback/0001_visited.sql, line 3", "SQLSTATE: 22012", "SELECT 1/0");
        story.Section("Locks and blockers", "dbsafety", "Lock on products", "(report, role shop_");
        story.Section("The database before, at its worst, and after", "Sessions waiting for locks");
        story.Section("Decisions", attended ? "tester" : "ada", "before production deployment", attended ? "at the console" : "by signature");
        story.Section("Still open", attended ? "mend the rollback script" : "Run the corresponding rollback script (Ann)", "Find out why step 2 failed", "Close the incident");
        Assert.Contains(story.Text.Split('\n'), line => line.StartsWith("| Backup | 20", StringComparison.Ordinal));
        await story.AssertEvidenceAsync();
        await bench.ServesAsync();
    }

    private static string Failures(SafetyRun run) =>
        string.Join(' ', run.Steps.Where(step => step.State is StepState.Failed or StepState.TimedOut).Select(step => step.Address));

    private static async Task<Story> StoryOfAsync(SafetyRun run) => new(run, await File.ReadAllTextAsync(Path.Combine(run.Path!, "incident.md")), await File.ReadAllTextAsync(Path.Combine(run.Path!, "incident.html")));

    /// <summary>The report, as somebody reads it who was not there.</summary>
    private sealed record Story(SafetyRun Run, string Text, string Page)
    {
        public void TellsInOrder(params string[] told)
        {
            var timeline = SectionOf("Timeline");
            var at = 0;
            foreach (var words in told)
            {
                var found = timeline.IndexOf(words, at, StringComparison.Ordinal);
                Assert.True(found >= 0, $"The timeline does not tell, or not in its place: {words}\n{timeline}");
                at = found + 1;
            }

            // Each moment in UTC, and as the clock of who wrote it says.
            Assert.All(timeline.Split('\n').Where(line => line.StartsWith('|')).Skip(2), line => Assert.Matches(@"^\| \d\d:\d\d:\d\d\.\d{3} \| \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \|", line));
        }

        public void Section(string title, params string[] told)
        {
            var section = SectionOf(title);
            Assert.All(told, words => Assert.Contains(words, section, StringComparison.Ordinal));
            Assert.Contains($"<h2>{(title.StartsWith("The database", StringComparison.Ordinal) ? "The database before" : title == "SQL and errors" ? "Step " : title)}", Page, StringComparison.Ordinal);
        }

        /// <summary>The digests are those of the files that lie beside the report.</summary>
        public async Task AssertEvidenceAsync()
        {
            var evidence = SectionOf("Evidence");
            var events = RunJournal.Read(Run.Path!);
            Assert.Contains($"{events.Count} lines, chained; the last has the hash {events[^1].Hash}", evidence, StringComparison.Ordinal);
            Assert.Contains($"SHA-256 {await DigestAsync(Path.Combine(Run.Path!, "health.jsonl"))}", evidence, StringComparison.Ordinal);
            foreach (var runbook in Directory.GetFiles(Path.Combine(Run.Path!, "runbooks")))
                Assert.Contains($"| Runbook {Path.GetFileNameWithoutExtension(runbook)} | SHA-256 ", evidence, StringComparison.Ordinal);
            Assert.DoesNotMatch(new Regex("(src|href)=\"http"), Page);
        }

        private string SectionOf(string title)
        {
            var start = Text.IndexOf($"## {title}\n", StringComparison.Ordinal);
            Assert.True(start >= 0, $"The report has no section '{title}'.\n{Text}");
            var end = Text.IndexOf("\n## ", start, StringComparison.Ordinal);
            return end < 0 ? Text[start..] : Text[start..end];
        }

        private static async Task<string> DigestAsync(string path) => Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path)));
    }
}
