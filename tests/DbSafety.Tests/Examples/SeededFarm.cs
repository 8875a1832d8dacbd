using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Examples;

/// <summary>
/// The farm as it is after its first year: seeded at <see cref="SeededAt"/>, so that the migrations after it have had 100,000 orders to
/// change. Tests share it, and leave it as they found it.
/// </summary>
public sealed class SeededFarm : IAsyncLifetime
{
    public const string SeededAt = "0009_create_roles_and_policies";

    private TestDatabase? _database;

    public TestDatabase Database => _database!;

    /// <summary>The contents of the tables before the later migrations were applied.</summary>
    public IReadOnlyDictionary<string, string> Contents { get; private set; } = new Dictionary<string, string>();

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(TestServers.Majors.Max());
        await FarmScripts.UpAsync(_database, last: SeededAt);
        await FarmScripts.SeedAsync(_database);
        Contents = await ReadContentsAsync();
        await FarmScripts.UpAsync(_database, after: SeededAt);
    }

    public Task DisposeAsync() => _database is null ? Task.CompletedTask : _database.DisposeAsync().AsTask();

    /// <summary>Each table with its rows and a digest of them in which their order plays no part.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadContentsAsync()
    {
        var contents = new Dictionary<string, string>();
        foreach (var table in new[] { "growers", "products", "categories", "customers", "delivery_addresses", "lots", "orders", "order_lines", "stock_movements", "price_history" })
        {
            // What the clock decides is left out, and total_amount, which the later migrations bring.
            contents[table] = await Database.ScalarAsync<string>($"""
                SELECT count(*) || ' ' || coalesce(sum(('x' || substr(md5((to_jsonb(t) - 'total_amount' - 'created_at' - 'updated_at')::text), 1, 15))::bit(60)::bigint), 0)
                FROM farm.{table} AS t
                """) ?? "";
        }

        return contents;
    }

    /// <summary>The rules of scripts/stock_check.sql that some row breaks.</summary>
    public Task<string?> ReadBrokenRulesAsync() => ReadBrokenRulesAsync(Database);

    public static async Task<string?> ReadBrokenRulesAsync(TestDatabase database)
    {
        var script = await File.ReadAllTextAsync(Path.Combine(FarmFiles.Database, "scripts", "stock_check.sql"));
        return await database.ScalarAsync<string>($"SELECT string_agg(rule || ': ' || wrong, '; ') FROM ({script.TrimEnd().TrimEnd(';')}) AS rules WHERE wrong <> 0");
    }
}
