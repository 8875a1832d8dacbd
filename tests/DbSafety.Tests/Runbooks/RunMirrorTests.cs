using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Tests.Migrations;
using Xunit;

namespace DbSafety.Tests.Runbooks;

public sealed class RunMirrorTests
{
    private const string Own = "runbook: 1\nname: own\ndescription: Looks.\nsteps:\n  - step: Look\n    run: { Get-SafeMigration: {} }\n  - step: Back up\n    run: { New-LogicalBackup: { Table: [a] } }\n";

    [Fact]
    public async Task The_target_has_every_line_of_the_runs_file()
    {
        await using var project = await ProjectAsync();
        await RunAsync(project);
        Assert.Equal(File.ReadAllLines(Path.Combine(FolderOf(project), RunJournal.FileName)), await LinesAsync(project));
    }

    [Fact]
    public async Task A_run_whose_folder_is_lost_is_listed_and_reported_from_the_target()
    {
        await using var project = await ProjectAsync();
        var run = await RunAsync(project);
        Directory.Delete(Path.Combine(project.Folder, "runs"), recursive: true);

        var found = Assert.Single((await project.RunAsync(new GetSafetyRunOptions { FromDatabase = true, RunId = run.RunId[..12] })).ResultsOf<SafetyRun>());
        Assert.Equal((run.RunId, RunStatus.Succeeded, 2), (found.RunId, found.Status, found.Steps.Count));
        var report = Assert.Single((await project.RunAsync(new NewIncidentReportOptions { FromDatabase = true })).ResultsOf<IncidentReport>());
        Assert.Equal(run.RunId, report.RunId);
        Assert.Equal(await LinesAsync(project), File.ReadAllLines(Path.Combine(FolderOf(project), RunJournal.FileName)));
    }

    [Fact]
    public async Task A_target_that_cannot_be_reached_keeps_no_step_from_anything()
    {
        await using var project = await ProjectAsync();
        File.WriteAllText(Path.Combine(project.Folder, "runbooks", "own.yaml"), "runbook: 1\nname: own\ndescription: Lists.\nsteps:\n  - step: List\n    run: { Get-LogicalBackup: {} }\n  - step: Again\n    run: { Get-LogicalBackup: {} }\n");
        project.Through = "Host=127.0.0.1;Port=1;Username=nobody;Database=gone;Timeout=2";
        Assert.Equal(RunStatus.Succeeded, (await RunAsync(project)).Status);
        Assert.Empty(project.Host.Warnings);
    }

    [Fact]
    public async Task A_database_without_a_place_for_runs_gets_none()
    {
        await using var project = await ProjectAsync(migrates: false);
        await RunAsync(project);
        Assert.False(await project.ExistsAsync("dbsafety.run_event"));
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => project.RunAsync(new GetSafetyRunOptions { FromDatabase = true }));
        Assert.Equal("RunNotMirrored", error.Id);
    }

    [Fact]
    public async Task A_mirrored_line_that_was_changed_is_found()
    {
        await using var project = await ProjectAsync();
        await RunAsync(project);
        await project.Database.ExecuteAsync("ALTER TABLE dbsafety.run_event DISABLE TRIGGER append_only; UPDATE dbsafety.run_event SET line = replace(line, 'tester', 'nobody') WHERE sequence = 1");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => project.RunAsync(new GetSafetyRunOptions { FromDatabase = true }));
        Assert.Equal("RunJournalAltered", error.Id);
    }

    [Fact]
    public async Task A_run_id_that_leads_out_of_the_folder_of_runs_is_refused()
    {
        await using var project = await ProjectAsync();
        await project.Database.ExecuteAsync("INSERT INTO dbsafety.run_event (run_id, sequence, line) VALUES ('../../outside', 1, '{}')");
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => project.RunAsync(new NewIncidentReportOptions { FromDatabase = true, RunId = "../../outside" }));
        Assert.Equal("RunIdInvalid", error.Id);
    }

    private static async Task<TestProject> ProjectAsync(bool migrates = true)
    {
        var project = (await TestProject.CreateAsync(sql: "CREATE TABLE a (id int)")).With("0001_b", "CREATE TABLE b (id int)");
        Directory.CreateDirectory(Path.Combine(project.Folder, "runbooks"));
        await File.WriteAllTextAsync(Path.Combine(project.Folder, "runbooks", "own.yaml"), Own);
        if (migrates)
            await project.MigrateAsync();
        return project;
    }

    private static async Task<SafetyRun> RunAsync(TestProject project) =>
        Assert.Single((await project.RunAsync(new InvokeSafetyRunbookOptions { Name = "own", Force = true })).ResultsOf<SafetyRun>());

    private static string FolderOf(TestProject project) => Assert.Single(Directory.GetDirectories(Path.Combine(project.Folder, "runs")));

    private static async Task<string[]> LinesAsync(TestProject project) =>
        await project.Database.ScalarAsync<string[]>("SELECT array_agg(line ORDER BY sequence) FROM dbsafety.run_event") ?? [];
}
