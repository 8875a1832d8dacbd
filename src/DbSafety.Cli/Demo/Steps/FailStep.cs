using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;

namespace DbSafety.Cli.Demo.Steps;

internal sealed class FailStep : IDemoStep
{
    private const string Broken = "0014_break_prices";

    public string Title => "A migration that fails half way";

    public async Task RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        stage.Folder.AddMigration(Path.Combine(stage.Farm.Folder, "broken"), Broken);
        var before = await stage.DigestAsync(cancellationToken);
        var (error, _) = await stage.FailAsync<MigrationRun>(new InvokeSafeMigrationOptions { Target = DemoStage.Production }, "migrate --target production", cancellationToken);
        stage.Say(error.Message);
        if (error.State is not null)
            stage.Say($"State  {error.State}");
        stage.Claim(error.Kind == ErrorKind.FailedRolledBack && error.SqlState == "23514",
            $"it failed where it should ({Path.GetFileName(error.Script)}, line {error.Line}), and says that it was rolled back: exit code {(int)error.ExitCode}");

        var after = await stage.DigestAsync(cancellationToken);
        stage.Claim(after.Schema == before.Schema, $"the schema is the same as before, to the last detail: fingerprint {Short(before.Schema)}");
        stage.Claim(after.Differences(before).Count == 0, $"so is every row of all {before.Tables.Count} tables");
        stage.Claim((await stage.Shop.HealthAsync(cancellationToken)).GetProperty("status").GetString() == "ok", "the shop says that it is well");
        stage.Folder.RemoveMigration(Broken);
    }

    private static string Short(string fingerprint) => fingerprint[..Math.Min(fingerprint.Length, 20)] + "…";
}
