using System.Globalization;
using DbSafety.Cli.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Sandbox;

namespace DbSafety.Cli.Demo.Steps;

internal sealed class MakeFarmStep : IDemoStep
{
    /// <summary>These migrations come later, to a farm that is at work.</summary>
    public static bool IsLater(string id) => string.CompareOrdinal(id, "0011") >= 0;

    public string Title => "A farm with its web shop, as somebody left it";

    public async Task RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        stage.Folder.CopyProject(stage.Farm, IsLater);
        var port = FreePorts.Find(1)[0];
        var configuration = Path.Combine(stage.Folder.Project, "dbsafety.yaml");
        var text = await File.ReadAllTextAsync(configuration, cancellationToken);
        await File.WriteAllTextAsync(configuration,
            text.Replace("127.0.0.1:5080", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), StringComparison.Ordinal), cancellationToken);
        stage.Host.Variables["FARM_DATABASE_URL"] = stage.Connection;
        stage.Host.Variables["FARM_PRODUCTION_URL"] = stage.Connection;

        await stage.MakeShopRoleAsync(cancellationToken);

        // The shop says 503 until its tables are there.
        stage.Shop = await FarmApplication.StartAsync(stage.Farm, port, stage.ShopConnection, stage.Folder.ApplicationLog, cancellationToken);
        await stage.Shop.AnswerAsync(cancellationToken);
        stage.Host.Quiet = true;
        await stage.RunAsync<MigrationRun>(new InvokeSafeMigrationOptions { Target = DemoStage.Development }, "migrate", cancellationToken);
        await stage.RunAsync<SeedFileResult>(new ImportSeedDataOptions { Target = DemoStage.Development }, "seed", cancellationToken);
        stage.Host.Quiet = false;

        var orders = await stage.ScalarAsync<long>("SELECT count(*) FROM farm.orders", cancellationToken);
        stage.Claim(orders >= 100_000, $"the farm has {Units.Count(orders, "order")}");
        var health = await stage.Shop.HealthAsync(cancellationToken);
        stage.Claim(health.GetProperty("status").GetString() == "ok", $"the web shop is open at {stage.Shop.Visitor.BaseAddress}");
        stage.Claim(await stage.Shop.OrderAsync(1001, 3, cancellationToken) is not null, "a visitor ordered something there");
    }
}
