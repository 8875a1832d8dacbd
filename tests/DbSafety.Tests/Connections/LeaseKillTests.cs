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
        var seed = int.TryParse(Environment.GetEnvironmentVariable("DBSAFETY_TEST_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"DBSAFETY_TEST_SEED={seed}");
        var random = new Random(seed);
        string[] suspend = ["suspend", "--connection", bench.ConnectionOf(null), "--project", Project(bench), "--drain", "0s", "--force"];
        string[] resume = ["resume", "--connection", bench.ConnectionOf(null), "--project", Project(bench)];
        var (suspending, resuming) = (await LengthAsync(suspend), await LengthAsync(resume));
        Assert.Equal(before, await bench.StateAsync());
        var (killed, shut) = (new int[2], new int[2]);
        for (var i = 0; i < Kills; i++)
        {
            // Every third time it is the process that lets everybody in again that dies.
            var which = i % 3 == 2 ? 1 : 0;
            if (which == 1)
                await bench.RunAsync(new SuspendAppConnectionOptions { Connection = bench.ConnectionOf(null), Project = Project(bench), Drain = TimeSpan.Zero });
            // Nothing is done before the program has started, which is about half of its life.
            using (var process = CommandLineProcess.Start(which == 1 ? resume : suspend))
                killed[which] += await process.KillAfterAsync((which == 1 ? resuming : suspending) * (0.4 + (0.7 * random.NextDouble()))) ? 1 : 0;
            await SettleAsync(bench);
            shut[which] += await bench.StateAsync() == before ? 0 : 1;
            await bench.RunAsync(new ResumeAppConnectionOptions { Connection = bench.ConnectionOf(null), Project = Project(bench) });
            Assert.Equal(before, await bench.StateAsync());
        }

        output.WriteLine($"{killed[0] + killed[1]} of {Kills} processes were killed before their end: {killed[0]} that suspended, {killed[1]} that resumed. "
            + $"Nobody could connect after {shut[0]} of those that suspended and {shut[1]} of those that resumed.");
    }

    private static async Task<TimeSpan> LengthAsync(string[] arguments)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await CommandLineProcess.RunAsync(arguments);
        return clock.Elapsed;
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
        await using var command = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'dbsafety %' AND pid <> pg_backend_pid() AND datname = '{bench.Database.Name}'"), session);
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
