using System.Diagnostics;
using System.Globalization;
using System.Text;
using DbSafety.Engine.Sandbox;

namespace DbSafety.Benchmarks;

/// <summary>
/// What the shop's customers feel of migrations 0011 to 0013 of the farm: applied by <c>dbsafety migrate</c>, and by <c>psql -1 -f</c>, each on
/// a copy of the same shop under the same traffic.
/// </summary>
internal sealed class TrafficBench(SandboxServer server, PsqlOptions options)
{
    // The guard's own: a request that waits longer is a trip that came too late.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("dbsafety-traffic-").FullName;

    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var psql = await new Programs(server).FindAsync("psql", cancellationToken) ?? throw new InvalidOperationException("psql is not installed.");
            await using var shop = await BenchDatabase.CreateAsync(server, "farm", null, cancellationToken);
            await PrepareAsync(shop, psql, cancellationToken);
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"PostgreSQL {server.Version}, {options.Rate} requests a second, {Environment.ProcessorCount} cores; 0011 to 0013 of the farm with its 100,000 orders. The guard's limit is {Limit.TotalSeconds:0} s.\n\n");
            text.Append("| while | requests | failed | slower than the limit | median ms | 99 % ms | slowest ms | took s | ended |\n|---|---|---|---|---|---|---|---|---|\n");
            text.Append(await MeasureAsync("dbsafety migrate", shop, OursAsync, cancellationToken));
            text.Append(await MeasureAsync("psql -1 -f", shop, (database, token) => TheirsAsync(database, psql, token), cancellationToken));
            return text.ToString();
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task PrepareAsync(BenchDatabase shop, string psql, CancellationToken cancellationToken)
    {
        var source = Farm();
        foreach (var name in (string[])["migrations", "rollback", "verify", "seeds"])
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
            foreach (var file in Directory.GetFiles(Path.Combine(source, name), "*.sql"))
                File.Copy(file, Path.Combine(_folder, name, Path.GetFileName(file)));
        }

        Directory.CreateDirectory(Path.Combine(_folder, "backups"));
        await WriteProjectAsync(shop, cancellationToken);
        Console.Error.WriteLine("Making the farm with its 100,000 orders.");
        await ChildRun.RunAsync("dotnet", [.. new Programs(server).Ours, "migrate", "0010_add_recalled_lots", "--project", _folder, "--force"], server, cancellationToken);
        foreach (var seed in Directory.GetFiles(Path.Combine(_folder, "seeds")).Order(StringComparer.Ordinal))
            await ChildRun.RunAsync(psql, [.. shop.Psql, "-f", seed], server, cancellationToken);
        await shop.ExecuteAsync("VACUUM ANALYZE", cancellationToken);
    }

    private Task WriteProjectAsync(BenchDatabase database, CancellationToken cancellationToken) => File.WriteAllTextAsync(Path.Combine(_folder, "dbsafety.yaml"), $$"""
        version: 1
        name: farm
        targets: { bench: { environment: live, connection: "{{database.Uri}}" } }
        environments:
          live:
            approvals: { firstModification: none, majorMigration: none, productionDeployment: none, afterRollback: none }
        """, cancellationToken);

    private async Task<string> MeasureAsync(string name, BenchDatabase shop, Func<BenchDatabase, CancellationToken, Task<string>> migrate, CancellationToken cancellationToken)
    {
        Console.Error.WriteLine($"  {name}");
        await using var database = await BenchDatabase.CreateAsync(server, "farm_copy", shop.Name, cancellationToken);
        await WriteProjectAsync(database, cancellationToken);
        await using var traffic = new FarmTraffic(database.ConnectionString, options.Rate);
        // The second report of the office begins at the tenth second.
        await Task.Delay(Before, cancellationToken);
        var from = traffic.Now;
        var clock = Stopwatch.StartNew();
        var end = await migrate(database, cancellationToken);
        var took = clock.Elapsed;
        await Task.Delay(After, cancellationToken);
        var to = traffic.Now;
        var requests = await traffic.EndAsync(from, to);
        foreach (var error in requests.Where(request => request.Error is not null).GroupBy(request => request.Error))
            Console.Error.WriteLine($"    {error.Count()} times: {error.Key}");
        var sorted = requests.Select(request => request.Took.TotalMilliseconds).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {requests.Count} | {requests.Count(request => request.Error is not null)} | {requests.Count(request => request.Took > Limit)} | {sorted[sorted.Count / 2]:0.0} | {sorted[sorted.Count * 99 / 100]:0} | {sorted[^1]:0} | {took.TotalSeconds:0.0} | {end} |\n");
    }

    private async Task<string> OursAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            await ChildRun.RunAsync("dotnet", [.. new Programs(server).Ours, "migrate", "--project", _folder, "--force"], server, cancellationToken);
            return $"all applied to {database.Name}";
        }
        catch (InvalidOperationException error)
        {
            Console.Error.WriteLine(error.Message);
            return "not all applied";
        }
    }

    // What cannot run in the transaction of -1 is written for it: nobody gets a CONCURRENTLY past it.
    private async Task<string> TheirsAsync(BenchDatabase database, string psql, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(_folder, "migrations")).Order(StringComparer.Ordinal).Where(file => string.CompareOrdinal(Path.GetFileName(file), "0011") > 0))
        {
            var copy = Path.Combine(_folder, "psql_" + Path.GetFileName(file));
            await File.WriteAllTextAsync(copy, (await File.ReadAllTextAsync(file, cancellationToken)).Replace(" CONCURRENTLY", "", StringComparison.Ordinal), cancellationToken);
            try
            {
                await ChildRun.RunAsync(psql, [.. database.Psql, "-1", "-f", copy], server, cancellationToken);
            }
            catch (InvalidOperationException error)
            {
                Console.Error.WriteLine(error.Message);
                return $"stopped at {Path.GetFileName(file)}";
            }
        }

        return "all applied";
    }

    private static string Farm()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var farm = Path.Combine(folder.FullName, "examples", "farm", "database");
            if (Directory.Exists(farm))
                return farm;
        }

        throw new InvalidOperationException("The folder examples/farm is not found: the benchmark runs from a clone of the project.");
    }
}
