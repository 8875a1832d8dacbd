using System.Net;
using System.Net.Sockets;

namespace DbSafety.Tests.Stores;

/// <summary>Stands between a client and a server of any protocol, and loses connections when it is told to.</summary>
internal sealed class LossyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _open = [];
    private readonly int _serverPort;
    private readonly Task _accept;
    private long _bytesLeft = long.MaxValue;
    private int _answersToCut;
    private volatile bool _stays;

    public LossyProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accept = AcceptAsync();
    }

    public int Port { get; }

    public bool HasCut { get; private set; }

    /// <summary>Loses all connections once so many more bytes were sent; new ones work.</summary>
    public void CutAfter(long bytes)
    {
        _stays = true;
        Interlocked.Exchange(ref _bytesLeft, bytes);
    }

    /// <summary>Loses all connections once so many more bytes were sent, and takes no new ones.</summary>
    public void CloseAfter(long bytes)
    {
        _stays = false;
        Interlocked.Exchange(ref _bytesLeft, bytes);
    }

    /// <summary>Lets the next request through and loses the connection instead of the answer.</summary>
    public void CutNextAnswer() => Interlocked.Exchange(ref _answersToCut, 1);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Reset();
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
                lock (_open)
                    _open.AddRange([client, server]);
                _ = PumpAsync(client, server, isAnswer: false);
                _ = PumpAsync(server, client, isAnswer: true);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed: whoever connects is told so by the port.
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool isAnswer)
    {
        var buffer = new byte[65536];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var read)
            {
                if (isAnswer ? Interlocked.Exchange(ref _answersToCut, 0) == 1 : Interlocked.Add(ref _bytesLeft, -read) <= 0)
                {
                    Cut(isAnswer);
                    return;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One side is gone, and the other goes with it.
        }

        from.Close();
        to.Close();
    }

    private void Cut(bool isAnswer)
    {
        HasCut = true;
        Interlocked.Exchange(ref _bytesLeft, long.MaxValue);
        if (!isAnswer && !_stays)
            _listener.Stop();
        Reset();
    }

    private void Reset()
    {
        lock (_open)
        {
            foreach (var connection in _open)
                connection.Close();
            _open.Clear();
        }
    }
}
