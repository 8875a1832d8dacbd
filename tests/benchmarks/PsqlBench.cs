using DbSafety.Core.Errors;
using DbSafety.Engine.Sandbox;

namespace DbSafety.Benchmarks;

/// <summary>The benchmarks against psql, each on a throw-away server of its own.</summary>
internal static class PsqlBench
{
    /// <summary>Runs what the arguments ask for, and gives the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (PsqlOptions.Parse(arguments) is not { } options)
        {
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
            await using var server = await SandboxServer.StartAsync(options.Major, new BenchmarkHost(), stop.Token);
            Console.WriteLine(options.IsTraffic ? await new TrafficBench(server, options).RunAsync(stop.Token) : await new ManyBench(server, options).RunAsync(stop.Token));
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
    }
}
