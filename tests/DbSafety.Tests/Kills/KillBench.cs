using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Kills;

/// <summary>A project and a database that commands are killed on, with the questions that are asked after each kill.</summary>
internal sealed class KillBench : IAsyncDisposable
{
    private const string Yaml = """
        version: 1
        name: kills
        targets:
          development:
            environment: development
            connection: "CONNECTION"
        environments:
          development:
            # A hundred updates that were cut off make the table large by their dead rows.
            hazards:
              smallTable: 100GB
            approvals:
              firstModification: none
              majorMigration: none
              productionDeployment: none
              afterRollback: none
        """;

    private KillBench(TestDatabase database, string folder)
    {
        Database = database;
        Folder = folder;
    }

    public TestDatabase Database { get; }

    public string Folder { get; }

    public string[] Common => ["--project", Folder, "--target", "development", "--force"];

    /// <param name="large">With rows enough that a kill finds a migration under way.</param>
    public static async Task<KillBench> CreateAsync(bool large = true)
    {
        var database = await TestDatabase.CreateAsync(TestServers.Majors[^1], $"""
            CREATE TABLE growers (id int PRIMARY KEY, name text NOT NULL);
            CREATE TABLE products (id int PRIMARY KEY, grower int NOT NULL REFERENCES growers, name text NOT NULL, note text);
            INSERT INTO growers SELECT i, 'grower ' || i FROM generate_series(1, 200) i;
            INSERT INTO products SELECT i, 1 + i % 200, 'product ' || i, repeat(md5(i::text), 4) FROM generate_series(1, {(large ? 40000 : 10)}) i;
            """);
        var folder = Directory.CreateTempSubdirectory("dbsafety-kills-").FullName;
        var bench = new KillBench(database, folder);
        foreach (var name in new[] { "migrations", "rollback", "verify", "backups", "seeds", "scripts" })
            Directory.CreateDirectory(Path.Combine(folder, name));
        await File.WriteAllTextAsync(Path.Combine(folder, "dbsafety.yaml"), Yaml.Replace("CONNECTION", database.ConnectionString, StringComparison.Ordinal));
        await bench.AddMigrationAsync("0001_add_price",
            "ALTER TABLE products ADD COLUMN price numeric(10,2);\nUPDATE products SET price = id % 100 + 0.5;\nALTER TABLE products ALTER COLUMN price SET NOT NULL;",
            "ALTER TABLE products DROP COLUMN price;");
        await bench.AddMigrationAsync("0002_index_names",
            "CREATE TABLE marks (id int PRIMARY KEY);\nCREATE INDEX CONCURRENTLY products_name ON products (name);\nINSERT INTO marks VALUES (1);",
            "DROP INDEX IF EXISTS products_name;\nDROP TABLE IF EXISTS marks;");
        await bench.AddMigrationAsync("0003_stock",
            "CREATE TABLE stock (product int PRIMARY KEY REFERENCES products, amount int NOT NULL);\nINSERT INTO stock SELECT id, id % 7 FROM products;",
            "DROP TABLE stock;");
        return bench;
    }

    private async Task AddMigrationAsync(string id, string up, string rollback)
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "migrations", id + ".sql"), up);
        await File.WriteAllTextAsync(Path.Combine(Folder, "rollback", id + ".sql"), rollback);
    }

    /// <summary>What the database really holds of each migration, asked of the catalog and never of the journal.</summary>
    public async Task<Dictionary<string, bool>> RealityAsync() => new()
    {
        ["0001_add_price"] = await Database.ScalarAsync<bool>(
            "SELECT count(*) = 1 FROM pg_attribute WHERE attrelid = 'products'::regclass AND attname = 'price' AND NOT attisdropped"),
        ["0002_index_names"] = await Database.ScalarAsync<bool>(
            "SELECT COALESCE((SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('products_name')), false) AND to_regclass('marks') IS NOT NULL"),
        ["0003_stock"] = await Database.ScalarAsync<bool>("SELECT to_regclass('stock') IS NOT NULL"),
    };

    public Task<string?> ProductsDigestAsync() =>
        Database.ScalarAsync<string>("SELECT md5(string_agg(id || '|' || name || '|' || COALESCE(note, ''), ',' ORDER BY id)) FROM products");

    /// <summary>What <c>dbsafety status</c> says of each migration.</summary>
    public async Task<Dictionary<string, string>> StatusAsync()
    {
        var status = await CommandLineProcess.RunAsync(["status", "--project", Folder, "--target", "development"]);
        return status.EnumerateArray().ToDictionary(item => item.GetProperty("id").GetString()!, item => item.GetProperty("state").GetString()!);
    }

    /// <summary>Waits until the server has ended every session of a killed command.</summary>
    public async Task SettleAsync()
    {
        await using var connection = await Database.OpenAsync();
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            await using var command = new Npgsql.NpgsqlCommand(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'dbsafety%'", connection);
            if ((long)(await command.ExecuteScalarAsync())! == 0)
                return;
            Assert.True(deadline.Elapsed < TimeSpan.FromSeconds(60), "The killed command's sessions are still there.");
            await using var pause = new Npgsql.NpgsqlCommand("SELECT pg_sleep(0.05)", connection);
            await pause.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Every file with a final name is whole, and every manifest's files are there with their hashes.</summary>
    public void AssertFilesWhole()
    {
        var folder = Path.Combine(Folder, "backups");
        foreach (var file in Directory.GetFiles(folder, "backup_*.sql.gz"))
        {
            using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            gzip.CopyTo(Stream.Null);
        }

        foreach (var path in Directory.GetFiles(folder, "backup_*.manifest.json"))
        {
            using var manifest = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var table in manifest.RootElement.GetProperty("tables").EnumerateArray())
            {
                var file = table.GetProperty("file");
                using var stream = File.OpenRead(Path.Combine(folder, file.GetProperty("name").GetString()!));
                Assert.Equal(file.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(stream)));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
