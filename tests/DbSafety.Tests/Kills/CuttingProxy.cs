using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace DbSafety.Tests.Kills;

/// <summary>
/// Stands between a client and a server, counts the statements and the round trips that go by, and at one of the statements stalls, cuts
/// or kills.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private static readonly byte[] Sync = [(byte)'S', 0, 0, 0, 4];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _open = [];
    private readonly int _serverPort;
    private readonly Task _accept;
    private volatile Task _stall = Task.CompletedTask;
    private volatile Cut? _cut;
    private volatile string? _awaited;
    private int _seen;
    private int _roundTrips;
    private int _cutAt = int.MaxValue;
    private int _bytesLeft = int.MaxValue;

    public CuttingProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accept = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Statements since the last arming.</summary>
    public int Seen => _seen;

    /// <summary>Messages that the client waited to be answered, since the last arming.</summary>
    public int RoundTrips => _roundTrips;

    /// <summary>Only counts from now on.</summary>
    public void Disarm() => Arm(int.MaxValue, null);

    /// <summary>Cuts at that statement from now on, once.</summary>
    /// <param name="statement">From 1.</param>
    public void Arm(int statement, Cut? cut)
    {
        _cut = cut;
        Interlocked.Exchange(ref _bytesLeft, int.MaxValue);
        Interlocked.Exchange(ref _seen, 0);
        Interlocked.Exchange(ref _roundTrips, 0);
        Interlocked.Exchange(ref _cutAt, statement);
    }

    /// <summary>Cuts at the first statement whose text holds this.</summary>
    public void ArmAt(string text, Cut cut)
    {
        Arm(int.MaxValue, cut);
        _awaited = text;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        ResetAll();
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
                var silence = new StrongBox<bool>();
                _ = PumpAsync(() => ForwardAsync(client.GetStream(), server.GetStream(), silence), client, server);
                _ = PumpAsync(() => AnswerAsync(server.GetStream(), client.GetStream(), silence), client, server);
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
    private async Task ForwardAsync(NetworkStream from, NetworkStream to, StrongBox<bool> silence)
    {
        var hasStarted = false;
        var head = new byte[5];
        while (true)
        {
            var offset = hasStarted ? 1 : 0;
            await from.ReadExactlyAsync(head.AsMemory(0, 4 + offset));
            var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(offset));
            var message = new byte[length + offset];
            head.AsSpan(0, 4 + offset).CopyTo(message);
            await from.ReadExactlyAsync(message.AsMemory(4 + offset));
            await _stall;
            if (hasStarted && message[0] is (byte)'S' or (byte)'Q')
                Interlocked.Increment(ref _roundTrips);
            if (hasStarted && message[0] is (byte)'P' or (byte)'Q' && _awaited is { } text && Encoding.UTF8.GetString(message).Contains(text, StringComparison.Ordinal))
            {
                _awaited = null;
                Interlocked.Exchange(ref _cutAt, Volatile.Read(ref _seen) + 1);
            }

            if (hasStarted && message[0] is (byte)'E' or (byte)'Q' && Interlocked.Increment(ref _seen) == _cutAt)
            {
                silence.Value |= _cut!.Kind == CutKind.Silence;
                if (!await CutAsync(_cut!, message, to))
                    return;
            }
            else
            {
                await to.WriteAsync(message);
            }

            // SSL and GSS requests are answered with one letter, and the real start follows.
            hasStarted |= length > 8 && BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(offset + 4)) == 196608;
        }
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to, StrongBox<bool> silence)
    {
        var buffer = new byte[65536];
        while (await from.ReadAsync(buffer) is > 0 and var read)
        {
            await _stall;
            if (silence.Value)
                continue;
            var left = Volatile.Read(ref _bytesLeft);
            if (left == int.MaxValue)
            {
                await to.WriteAsync(buffer.AsMemory(0, read));
                continue;
            }

            await to.WriteAsync(buffer.AsMemory(0, Math.Min(read, left)));
            if (Interlocked.Add(ref _bytesLeft, -read) <= 0)
            {
                ResetAll();
                return;
            }
        }
    }

    /// <summary>Does what the cut says; true where the connection goes on.</summary>
    private async Task<bool> CutAsync(Cut cut, byte[] message, NetworkStream to)
    {
        switch (cut.Kind)
        {
            case CutKind.ResetAfter:
                // Its message ends with a Sync: without it the server would not begin to answer.
                await to.WriteAsync(message);
                await to.WriteAsync(Sync);
                break;
            case CutKind.StallThenReset:
                _stall = Task.Delay(cut.Stall);
                await _stall;
                break;
            case CutKind.StallAnswer:
                _stall = Task.Delay(cut.Stall);
                await to.WriteAsync(message);
                return true;
            case CutKind.Silence:
                await to.WriteAsync(message);
                return true;
            case CutKind.PartOfRequest:
                await to.WriteAsync(message.AsMemory(0, Math.Min(message.Length, cut.Bytes)));
                break;
            case CutKind.PartOfAnswer:
                Interlocked.Exchange(ref _bytesLeft, cut.Bytes);
                await to.WriteAsync(message);
                return true;
            default:
                if (cut.Kill is { } kill)
                    await kill();
                break;
        }

        ResetAll();
        return false;
    }

    private void ResetAll()
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
