using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Connections;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Projects;
using Xunit;

namespace DbSafety.Tests.Connections;

/// <summary>A database behind PgBouncer. Its admin console is played by a few lines here, which record what they are told.</summary>
public sealed class PoolerTests
{
    [Fact]
    public async Task The_pooler_is_paused_first_and_resumed_last()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var console = new FakeConsole();
        using var project = Project(database, console.Port);
        await RunAsync(project, new SuspendAppConnectionOptions { Drain = TimeSpan.Zero });
        Assert.Equal(["SHOW VERSION", $"PAUSE {database.Name}"], console.Commands);
        await RunAsync(project, new ResumeAppConnectionOptions());
        Assert.Equal($"RESUME {database.Name}", console.Commands.Last());
        Assert.Equal([LeaseState.Active, LeaseState.Resumed], project.Host.ResultsOf<ConnectionLease>().Select(lease => lease.State));
    }

    [Fact]
    public async Task A_pooler_that_is_not_there_stops_the_suspension_before_anything_is_changed()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var project = Project(database, 1);
        var error = await Assert.ThrowsAsync<DbSafetyException>(() => RunAsync(project, new SuspendAppConnectionOptions()));
        Assert.Equal("PoolerNotReached", error.Id);
        Assert.False(Directory.Exists(project.At("leases")));
        Assert.Null(await database.ScalarAsync<string>("SELECT datacl::text FROM pg_database WHERE datname = current_database()"));
    }

    private static TempProject Project(TestDatabase database, int port)
    {
        var project = new TempProject($"version: 1\ntargets: {{ dev: {{ environment: development, connectionVariable: DB, pgbouncer: \"postgres://admin@127.0.0.1:{port}/pgbouncer\" }} }}\n");
        project.Host.Environment["DB"] = database.ConnectionString;
        return project;
    }

    private static Task RunAsync(TempProject project, CommandOptions options) => new OperationRunner().RunAsync(options, project.Host, default);

    private sealed class FakeConsole : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public FakeConsole()
        {
            _listener.Start();
            _ = ServeAsync();
        }

        public ConcurrentQueue<string> Commands { get; } = new();

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Dispose() => _listener.Stop();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    await SpeakAsync(client.GetStream());
                }
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
        }

        // Ready after no password at all, and after each command.
        private async Task SpeakAsync(NetworkStream stream)
        {
            byte[] ready = [(byte)'Z', 0, 0, 0, 5, (byte)'I'];
            try
            {
                await ReadAsync(stream, 0);
                await stream.WriteAsync((byte[])[(byte)'R', 0, 0, 0, 8, 0, 0, 0, 0, .. ready]);
                while (true)
                {
                    Commands.Enqueue(Encoding.UTF8.GetString(await ReadAsync(stream, 1)).TrimEnd('\0'));
                    await stream.WriteAsync((byte[])[(byte)'C', 0, 0, 0, 7, (byte)'O', (byte)'K', 0, .. ready]);
                }
            }
            catch (IOException)
            {
                return;
            }
        }

        private static async Task<byte[]> ReadAsync(NetworkStream stream, int letter)
        {
            var head = new byte[letter + 4];
            await stream.ReadExactlyAsync(head);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(letter)) - 4];
            await stream.ReadExactlyAsync(body);
            return body;
        }
    }
}
