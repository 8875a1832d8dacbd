using DbSafety.Cli.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;

namespace DbSafety.Cli.Demo.Steps;

internal sealed class RestoreStep : IDemoStep
{
    private const string Table = "farm.delivery_addresses";

    // What everybody has done once: an UPDATE whose WHERE was forgotten, and a DELETE that meant something else.
    private const string Damage = $"""
        WITH gone AS (DELETE FROM {Table} WHERE customer_id % 10 = 0 RETURNING 1)
        SELECT count(*) FROM gone
        """;

    private const string Spoil = $"""
        WITH spoiled AS (UPDATE {Table} SET street = 'Test street 1' WHERE street <> 'Test street 1' RETURNING 1)
        SELECT count(*) FROM spoiled
        """;

    public string Title => "An accident, and the table comes back from its backup";

    public async Task RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var before = await stage.DigestAsync(cancellationToken);
        stage.Say($"Somebody forgets a WHERE in {Table} …");
        var deleted = await stage.ScalarAsync<long>(Damage, cancellationToken);
        var spoiled = await stage.ScalarAsync<long>(Spoil, cancellationToken);
        var damaged = await stage.DigestAsync(cancellationToken);
        stage.Claim(deleted > 0 && spoiled > 0 && damaged.Differences(before).SequenceEqual([Table]),
            $"{Units.Count(deleted, "address")[..^1]}es are gone, and {Units.Count(spoiled)} say \"Test street 1\"");

        var restores = await stage.RunAsync<TableRestore>(
            new RestoreFromBackupOptions { Target = DemoStage.Production, Backup = stage.BackupId, Table = [Table] },
            $"restore {stage.BackupId} --target production --table {Table}", cancellationToken);
        var restore = restores[0];
        stage.Claim(restore.Verified && restore.Inserted == deleted && restore.Updated == spoiled,
            $"{Units.Count(restore.Inserted, "row")} came back, {Units.Count(restore.Updated)} were put right, and the table was compared with the backup again");
        var after = await stage.DigestAsync(cancellationToken);
        stage.Claim(after.Schema == before.Schema && after.Differences(before).Count == 0, "the whole database holds what it held before the accident");
        stage.Claim((await stage.Shop.HealthAsync(cancellationToken)).GetProperty("status").GetString() == "ok", "the shop says that it is well");
    }
}
