using DbSafety.Cli.Hosting;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Runs;

namespace DbSafety.Cli.Demo.Steps;

internal sealed class EmergencyStep : IDemoStep
{
    private const string Hasty = "0016_mark_routes";
    private const string Table = "farm.delivery_addresses";
    // A step of the rollback that is done was committed, and the only one that its script could commit before it failed is the DROP TABLE.
    private const string Dropped = $"""
        SELECT EXISTS (SELECT FROM dbsafety.journal done JOIN dbsafety.journal begun USING (run_id, migration)
                       WHERE done.migration = '{Hasty}' AND done.event = 'step_done' AND begun.event = 'rollback_started')
        """;

    private const string Access = "SELECT coalesce(datacl::text, '') || ' ' || datconnlimit FROM pg_database WHERE datname = current_database()";

    public string Title => "A rollback that goes wrong, and the written emergency procedure";

    public async Task RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        stage.Folder.AddMigration(Path.Combine(stage.Farm.Folder, "broken"), Hasty);
        stage.Host.Quiet = true;
        await stage.RunAsync<MigrationRun>(new InvokeSafeMigrationOptions { Target = DemoStage.Production }, "migrate --target production", cancellationToken);
        stage.Host.Quiet = false;
        var before = await stage.DigestAsync(cancellationToken);
        var access = await stage.ScalarAsync<string>(Access, cancellationToken);
        stage.Say($"{Hasty} is applied, and is to go again. Its rollback was written in a hurry …");

        var visitors = new Visitors(stage.Shop.Visitor);
        SafetyRun run;
        await using (visitors)
        {
            var (error, runs) = await stage.FailAsync<SafetyRun>(
                new InvokeSafetyRunbookOptions { Name = "migration-failed", Target = DemoStage.Production, InputValue = [$"migration={Hasty}", "owner=the demo", $"healthRole={stage.ShopRole}"] },
                $"runbook migration-failed --target production --input-value migration={Hasty},owner=\"the demo\",healthRole={stage.ShopRole}", cancellationToken);
            stage.Say(error.Message);
            run = runs[^1];
        }

        await CheckAsync(stage, run, before, access, cancellationToken);
        stage.Claim(visitors is { Failed: > 0, Served: > 0 }, $"meanwhile the shop was kept out of the database ({Units.Count(visitors.Failed, "visitor")} had to come again), and let in when all was proven");
        var report = Path.Combine(run.Path!, "incident.html");
        stage.Claim((await File.ReadAllTextAsync(report, cancellationToken)).Contains(Table, StringComparison.Ordinal), $"the incident report tells all of it: {report}");
        stage.Folder.RemoveMigration(Hasty);
    }

    private static async Task CheckAsync(DemoStage stage, SafetyRun run, DatabaseDigest before, string access, CancellationToken cancellationToken)
    {
        var rolledBack = run.Steps.First(step => step.Name == "Roll back what is applied");
        stage.Claim(rolledBack.State == StepState.Failed && run.Status == RunStatus.Escalated && await stage.ScalarAsync<bool>(Dropped, cancellationToken), $"the rollback dropped {Table} and failed; the procedure went over to the second one, rollback-failed, by itself");
        var after = await stage.DigestAsync(cancellationToken);
        stage.Claim(after.Differences(before).Count == 0, "the whole database holds what it held before the rollback");
        stage.Claim(await stage.ScalarAsync<string>(Access, cancellationToken) == access, "who may connect is what it was before, to the letter");
        stage.Claim((await stage.Shop.HealthAsync(cancellationToken)).GetProperty("status").GetString() == "ok", "the shop says that it is well");
    }
}
