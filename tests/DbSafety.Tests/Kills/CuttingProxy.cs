using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DbSafety.Tests.Kills;

/// <summary>
/// Stands between a client and a server, counts the statements that go by, and at one of them cuts every connection: before the statement
/// reaches the server, or after, so that only its answer is lost.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _open = [];
    private readonly int _serverPort;
    private readonly Task _accept;
    private int _seen;
    private int _cutAt = int.MaxValue;
    private Func<Task>? _instead;
    private bool _losesAnswer;

    public CuttingProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accept = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Statements since the last arming.</summary>
    public int Seen => _seen;

    /// <summary>Cuts at that statement from now on, once.</summary>
    /// <param name="statement">From 1.</param>
    /// <param name="losesAnswer">The statement arrives, and its answer does not.</param>
    /// <param name="instead">Done in place of the cut, such as killing the server.</param>
    public void Arm(int statement, bool losesAnswer, Func<Task>? instead = null)
    {
        (_losesAnswer, _instead) = (losesAnswer, instead);
        Interlocked.Exchange(ref _seen, 0);
        Interlocked.Exchange(ref _cutAt, statement);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        await _accept;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _serverPort);
                (client.NoDelay, server.NoDelay) = (true, true);
                lock (_open)
                    _open.AddRange([client, server]);
                _ = PumpAsync(() => ForwardAsync(client.GetStream(), server.GetStream()), client, server);
                _ = PumpAsync(() => server.GetStream().CopyToAsync(client.GetStream()), client, server);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Disposed, or the server is gone: whoever connects is told so by the closed port.
        }
    }

    private static async Task PumpAsync(Func<Task> pump, TcpClient client, TcpClient server)
    {
        try
        {
            await pump();
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One side is gone, and the other goes with it.
        }

        client.Close();
        server.Close();
    }

    // The first messages have no type; a statement is an Execute or a Query.
    private async Task ForwardAsync(NetworkStream from, NetworkStream to)
    {
        var hasStarted = false;
        var head = new byte[5];
        while (true)
        {
            var offset = hasStarted ? 1 : 0;
            await from.ReadExactlyAsync(head.AsMemory(0, 4 + offset));
            var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(offset));
            var body = new byte[length - 4];
            await from.ReadExactlyAsync(body);
            var isStatement = hasStarted && head[0] is (byte)'E' or (byte)'Q';
            var isCut = isStatement && Interlocked.Increment(ref _seen) == _cutAt;
            if (isCut && !_losesAnswer)
            {
                await ActAsync();
                return;
            }

            await to.WriteAsync(head.AsMemory(0, 4 + offset));
            await to.WriteAsync(body);
            if (isCut)
            {
                // Its message ends with a Sync: without it the server would not begin to answer.
                await to.WriteAsync(new byte[] { (byte)'S', 0, 0, 0, 4 });
                await ActAsync();
                return;
            }

            // SSL and GSS requests are answered with one letter, and the real start follows.
            hasStarted |= length > 8 && BinaryPrimitives.ReadInt32BigEndian(body) == 196608;
        }
    }

    private async Task ActAsync()
    {
        if (_instead is { } instead)
            await instead();
        Cut();
    }

    private void Cut()
    {
        lock (_open)
        {
            foreach (var connection in _open)
            {
                try
                {
                    connection.Client?.Close(0);
                }
                catch (ObjectDisposedException)
                {
                    // Closed already.
                }
            }

            _open.Clear();
        }
    }
}
