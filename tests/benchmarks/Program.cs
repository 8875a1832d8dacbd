using DbSafety.Benchmarks;
using DbSafety.Core.Errors;
using DbSafety.Engine.Sandbox;

if (PsqlOptions.Concern(args))
    return await PsqlBench.RunAsync(args);
if (BenchmarkOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(BenchmarkOptions.Usage);
    Console.Error.WriteLine(PsqlOptions.Usage);
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};
try
{
    if (options.IsImport)
    {
        var (markdown, isWithin) = await ImportBench.RunAsync(options.Runs, stop.Token);
        Console.WriteLine(markdown);
        return isWithin ? 0 : 1;
    }

    await using var server = await SandboxServer.StartAsync(options.Major, new BenchmarkHost(), stop.Token);
    if (options.IsChain)
    {
        Console.WriteLine(await ChainBench.RunAsync(server, stop.Token));
        return 0;
    }

    await using var bench = new Bench(server, options);
    Console.Error.WriteLine($"PostgreSQL {server.Version}; making about {options.Megabytes} MB of rows.");
    await bench.PrepareAsync(stop.Token);
    var report = new Report(server.Version, options);
    report.Add("Backup", await bench.MeasureAsync(await bench.BackupsAsync(stop.Token), stop.Token));
    report.Add("Restore into an empty database", await bench.MeasureAsync(await bench.RestoresAsync(stop.Token), stop.Token));
    report.Add($"Structure of {options.Tables} tables", await bench.MeasureAsync(await bench.SchemasAsync(stop.Token), stop.Token));
    var (few, many) = await bench.CountQueriesAsync(stop.Token);
    report.Add($"A read of the structure takes {many} queries; of a database with two tables, {few}.");
    Console.WriteLine(report.Markdown);
    return 0;
}
catch (OperationCanceledException)
{
    return 130;
}
catch (Exception error) when (error is DbSafetyException or InvalidOperationException or IOException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}
