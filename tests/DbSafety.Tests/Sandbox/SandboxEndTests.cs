using DbSafety.Cli.Local;
using DbSafety.Engine.Sandbox;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Sandbox;

/// <summary>However the program ends, nothing of its server is left.</summary>
public sealed class SandboxEndTests
{
    private const int SignalKill = 9;

    [Fact]
    public async Task After_a_kill_of_the_program_nothing_is_left()
    {
        using var program = await new SandboxProcess().ReadyAsync();
        Assert.True(await program.AnswersAsync());
        program.Kill();
        await program.GoneAsync();
    }

    [Fact]
    public async Task After_Ctrl_C_nothing_is_left_and_the_program_ends_well()
    {
        // A build server may start its script with the signal ignored, which every child would inherit.
        using var program = await new SandboxProcess(OperatingSystem.IsLinux() ? ["env", "--default-signal=INT"] : []).ReadyAsync();
        program.Interrupt();
        await program.ExitAsync();
        Assert.Equal(0, program.ExitCode);
        await program.GoneAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    [InlineData(400)]
    [InlineData(800)]
    [InlineData(1300)]
    public async Task After_a_kill_while_the_server_starts_nothing_is_left(int milliseconds)
    {
        using var program = new SandboxProcess();
        await Task.Delay(milliseconds);
        program.Kill();
        await program.ExitAsync();
        await program.GoneAsync();
    }

    [SkippableFact]
    public async Task After_a_kill_of_an_ordinary_users_program_nothing_is_left()
    {
        Skip.IfNot(Libc.IsRoot, "Only root can become another user.");
        string[] nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--", "env", "HOME=/nonexistent"];
        var (exitCode, _, _) = await ChildProcess.RunAsync(
            nobody[0], [.. nobody[1..], "test", "-r", typeof(SandboxCommand).Assembly.Location], "/", CancellationToken.None);
        Skip.IfNot(exitCode == 0, "There is no setpriv, or another user cannot read the build.");
        Skip.If((await InstalledServers.FindAsync(new EnvironmentHost(), CancellationToken.None)).Count == 0, "No server is installed.");

        using var program = await new SandboxProcess(nobody).ReadyAsync();
        Assert.True(await program.AnswersAsync());
        program.Kill();
        await program.GoneAsync();
    }

    [Fact]
    public async Task What_is_left_when_the_supervisor_was_killed_too_is_swept_by_the_next_one()
    {
        using var program = await new SandboxProcess().ReadyAsync();
        SandboxProcess.Signal(program.Supervisor, SignalKill);
        program.Kill();
        await program.ExitAsync();
        Assert.True(await program.AnswersAsync());
        Assert.True(Directory.Exists(program.Folder));

        var host = new TestHost { Environment = { ["DBSAFETY_TEMP"] = program.Temporary } };
        await Leftovers.SweepAsync(host, CancellationToken.None);

        Assert.False(await program.AnswersAsync());
        Assert.False(Directory.Exists(program.Folder));
    }

    [Fact]
    public async Task A_sweep_leaves_a_living_server_alone()
    {
        using var program = await new SandboxProcess().ReadyAsync();
        var host = new TestHost { Environment = { ["DBSAFETY_TEMP"] = program.Temporary } };
        await Leftovers.SweepAsync(host, CancellationToken.None);
        Assert.True(await program.AnswersAsync());
        Assert.True(Directory.Exists(program.Folder));
        program.Kill();
        await program.GoneAsync();
    }

    [Fact]
    public async Task A_kept_server_lives_on_until_it_is_told_to_stop()
    {
        var server = await SandboxServer.StartAsync(null, new EnvironmentHost(), CancellationToken.None);
        await server.KeepAsync();
        await server.DisposeAsync();
        await using (var connection = new Npgsql.NpgsqlConnection(server.Connection.ConnectionString + ";Pooling=false"))
            await connection.OpenAsync();

        await SandboxServer.StopKeptAsync(server.Folder, CancellationToken.None);
        Assert.False(Directory.Exists(server.Folder));
    }
}
