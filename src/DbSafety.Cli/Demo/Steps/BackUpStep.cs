using System.IO.Compression;
using System.Security.Cryptography;
using DbSafety.Cli.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;

namespace DbSafety.Cli.Demo.Steps;

internal sealed class BackUpStep : IDemoStep
{
    public string Title => "A backup, and the proof that it restores";

    public async Task RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var backups = await stage.RunAsync<LogicalBackup>(
            new NewLogicalBackupOptions { Target = DemoStage.Production, Table = ["farm.customers", "farm.delivery_addresses", "farm.products", "farm.orders"], Prove = true },
            "backup --target production --table farm.customers,farm.delivery_addresses,farm.products,farm.orders --prove", cancellationToken);
        var backup = backups[0];
        stage.BackupId = backup.Id;
        foreach (var table in backup.Tables)
            await CheckFileAsync(Path.Combine(backup.Path, table.File), table, cancellationToken);
        stage.Claim(backup.Tables.Count == 4, $"{Units.Count(backup.Rows, "row")} are in {backup.Tables.Count} files of {Units.Bytes(backup.Bytes)}: whole gzip files, with the hashes of the manifest");
        stage.Claim(backup.Proven is not null, "the backup was restored into a scratch database, and gave the same rows, content and structure there");
        stage.Claim(await stage.ScalarAsync<long>("SELECT count(*) FROM pg_database WHERE NOT datistemplate AND datname NOT IN ('postgres', 'farm')", cancellationToken) == 0,
            "the scratch database is gone");
    }

    private static async Task CheckFileAsync(string path, BackupTable table, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        if (bytes.Length != table.Bytes || Convert.ToHexStringLower(SHA256.HashData(bytes)) != table.Sha256)
            throw new InvalidDataException($"{path} is not what the manifest says.");
        await using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        await gzip.CopyToAsync(Stream.Null, cancellationToken);
    }
}
