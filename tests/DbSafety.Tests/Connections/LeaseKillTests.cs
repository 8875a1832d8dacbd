using System.Globalization;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Kills;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace DbSafety.Tests.Connections;

/// <summary>A suspension, or its end, is killed at every step and at random moments; what is resumed afterwards is to the byte what was there before.</summary>
public sealed class LeaseKillTests(ITestOutputHelper output)
{
    /// <summary>Every sentence that a command says is a step, and each is a place to die: what follows it is never run.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whichever_step_is_the_last_one_the_state_from_before_comes_back(bool listed)
    {
        await using var bench = await LeaseBench.CreateAsync(listed: listed);
        var before = await bench.StateAsync();
        var killed = 0;
        foreach (var resuming in new[] { false, true })
        {
            for (var step = 1; ; step++)
            {
                if (resuming)
                    await bench.SuspendAsync();
                if (await LivesAsync(bench, resuming ? Resume(bench) : Suspend(bench), step))
                    break;
                killed++;
                await bench.ResumeAsync();
                Assert.Equal(before, await bench.StateAsync());
                Assert.Empty(Files(bench));
            }

            await bench.ResumeAsync();
            Assert.Equal(before, await bench.StateAsync());
        }

        output.WriteLine($"{killed} steps.");
        Assert.True(killed >= 9, $"Only {killed} steps were found.");
    }

    [SkippableFact]
    [Trait("Category", "Long")]
    public async Task A_process_that_is_killed_at_random_leaves_what_another_one_gives_back()
    {
        TestRun.SkipUnlessLong();
        await using var bench = await LeaseBench.CreateAsync();
        var before = await bench.StateAsync();
        var random = new Random(int.TryParse(Environment.GetEnvironmentVariable("DBSAFETY_TEST_SEED"), out var seed) ? seed : 4711);
        string[] suspend = ["suspend", "--connection", bench.ConnectionOf(null), "--project", Project(bench), "--drain", "0s", "--force"];
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await CommandLineProcess.RunAsync(suspend);
        var length = clock.Elapsed;
        await CommandLineProcess.RunAsync("resume", "--connection", bench.ConnectionOf(null), "--project", Project(bench));
        var killed = 0;
        var shut = 0;
        for (var i = 0; i < Kills; i++)
        {
            using (var process = CommandLineProcess.Start(suspend))
                killed += await process.KillAfterAsync(length * (0.5 + (0.6 * random.NextDouble()))) ? 1 : 0;
            shut += await bench.StateAsync() == before ? 0 : 1;
            await SettleAsync(bench);
            await bench.RunAsync(new ResumeAppConnectionOptions { Connection = bench.ConnectionOf(null), Project = Project(bench) });
            Assert.Equal(before, await bench.StateAsync());
        }

        output.WriteLine($"{killed} of {Kills} were killed, {shut} of them when nobody could connect any more.");
    }

    // DBSAFETY_TEST_KILLS=500 is what was asked for.
    private static int Kills => TestRun.Kills;

    private static string Project(LeaseBench bench)
    {
        var file = Path.Combine(bench.Folder, "dbsafety.yaml");
        if (!File.Exists(file))
            File.WriteAllText(file, "version: 1\ntargets: { here: { environment: development, connectionVariable: NOT_SET } }\n");
        return bench.Folder;
    }

    private static IEnumerable<string> Files(LeaseBench bench) => Directory.Exists(bench.LeaseFolder) ? Directory.GetFiles(bench.LeaseFolder, "*.json") : [];

    private static SuspendAppConnectionOptions Suspend(LeaseBench bench) => new() { Connection = bench.ConnectionOf(null), Drain = TimeSpan.Zero };

    private static ResumeAppConnectionOptions Resume(LeaseBench bench) => new() { Connection = bench.ConnectionOf(null) };

    private static async Task<bool> LivesAsync(LeaseBench bench, CommandOptions options, int step)
    {
        var host = new DyingHost(step, bench.Folder);
        try
        {
            await new OperationRunner().RunAsync(options, host, default);
            return true;
        }
        catch (DyingHost.DeathException)
        {
            return false;
        }
    }

    // A killed client's statement may still be at work on the server.
    private static async Task SettleAsync(LeaseBench bench)
    {
        await using var session = await bench.Database.Sessions.On("postgres").OpenAsync("settle", default);
        await using var command = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dbsafety suspend' AND datname = '{bench.Database.Name}'"), session);
        while ((long)(await command.ExecuteScalarAsync())! > 0)
            await Task.Yield();
    }

    /// <summary>Dies at the n-th thing that is said: nothing after it is done, and nothing cleans up.</summary>
    private sealed class DyingHost(int step, string folder) : IOperationHost
    {
        private readonly TestHost _host = new() { WorkingDirectory = folder };
        private int _said;

        public TimeProvider Time => _host.Time;

        public string WorkingDirectory => _host.WorkingDirectory;

        public string UserName => _host.UserName;

        public string MachineName => _host.MachineName;

        public bool CanAsk => false;

        public string? GetEnvironmentVariable(string name) => name == "XDG_STATE_HOME" ? folder : null;

        public void Verbose(string message)
        {
            if (Interlocked.Increment(ref _said) >= step)
                throw new DeathException();
        }

        public void Warning(string message) => _host.Warning(message);

        public void Step(StepReport step) => _host.Step(step);

        public void Progress(ProgressReport progress) => _host.Progress(progress);

        public Task<bool> ConfirmAsync(Confirmation confirmation, CancellationToken cancellationToken) => Task.FromResult(true);

        public Task<string> AskAsync(Question question, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Write(object result) => _host.Write(result);

        public sealed class DeathException : Exception;
    }
}
