using System.Globalization;
using DbSafety.Cli.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;

namespace DbSafety.Cli.Demo.Steps;

internal sealed class MigrateStep : IDemoStep
{
    private static readonly string[] Later = ["0011_add_order_totals", "0012_index_customer_orders", "0013_enforce_order_rules"];

    public string Title => "Three migrations on the live database, with approval";

    public async Task RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        foreach (var id in Later)
            stage.Folder.AddMigration(Path.Combine(stage.Farm.Folder, "database"), id);

        var visitors = new Visitors(stage.Shop.Visitor);
        MigrationRun run;
        await using (visitors)
        {
            var runs = await stage.RunAsync<MigrationRun>(
                new InvokeSafeMigrationOptions { Target = DemoStage.Production, Reason = "the demo" },
                "migrate --target production --reason \"the demo\"", cancellationToken);
            run = runs[0];
        }

        stage.Claim(run.Outcome == MigrationOutcome.Succeeded && run.Migrations.Select(item => item.Id).SequenceEqual(Later),
            $"{Units.Count(run.Migrations.Count, "migration")} were applied and verified in {Units.Duration(run.Duration)}");
        stage.Claim(run.Backup is { Proven: not null } backup && backup.Tables.Count > 0,
            $"the tables that they touch were backed up before, and that backup is proven: {string.Join(", ", run.Backup!.Tables.Select(table => table.Table))}");
        stage.Claim(visitors is { Failed: 0, Served: > 0 },
            $"meanwhile {Units.Count(visitors.Served, "visitor")} saw the shop window, and none was turned away; the longest wait was {Units.Duration(visitors.Longest)}");
        await CheckShopAsync(stage, cancellationToken);
        await CheckRecordsAsync(stage, run, cancellationToken);
    }

    private static async Task CheckShopAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var health = await stage.Shop.HealthAsync(cancellationToken);
        stage.Claim(health.GetProperty("status").GetString() == "ok", "the shop says that it is well");
        var order = await stage.Shop.OrderAsync(1002, 3, cancellationToken);
        stage.Claim(order is not null && await stage.ScalarAsync<bool>(string.Create(CultureInfo.InvariantCulture,
            $"SELECT total_amount > 0 FROM farm.orders WHERE order_id = {order}"), cancellationToken),
            $"order {order} was placed after the migration, and has the new total");
    }

    private static async Task CheckRecordsAsync(DemoStage stage, MigrationRun run, CancellationToken cancellationToken)
    {
        var status = await stage.RunAsync<MigrationInfo>(new GetSafeMigrationOptions { Target = DemoStage.Production }, "status --target production", cancellationToken);
        stage.Claim(status.Count > 0 && status.All(migration => migration.State == MigrationState.Applied), $"the journal says that all {status.Count} migrations are applied");
        var log = await File.ReadAllTextAsync(run.Log!, cancellationToken);
        stage.Claim(Later.All(id => log.Contains(id, StringComparison.Ordinal)), "the migration log tells of them");
    }
}
