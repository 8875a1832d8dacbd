using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using Npgsql;

namespace DbSafety.Engine.Postgres;

/// <summary>
/// Lets the kernel wait for a session's bytes as long as this lives. On Linux the driver leaves its socket non-blocking, and every wait
/// for a server that is slower than we are then costs a spin, an event and two thread switches, six times what libpq needs for the same
/// rows (research A3). Only synchronous reads and writes may run meanwhile. Where the socket cannot be got at, all works as before.
/// </summary>
internal sealed class BlockingSocket : IDisposable
{
    private const int GetFlags = 3;
    private const int SetFlags = 4;
    private const int NonBlocking = 0x800;

    private readonly Socket? _socket;
    private bool _blocking;

    private BlockingSocket(Socket? socket) => _socket = socket;

    /// <summary>Whether the kernel does wait.</summary>
    public bool IsBlocking => _blocking;

    public static BlockingSocket Of(NpgsqlConnection connection)
    {
        var blocking = new BlockingSocket(SocketOf(connection));
        blocking.Switch(toBlocking: true);
        return blocking;
    }

    /// <summary>Ends a read that hangs, as on a network that is gone; the session is lost with it.</summary>
    public void Abort()
    {
        try
        {
            _socket?.Shutdown(SocketShutdown.Both);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It is gone already, which is what we want.
        }
    }

    public void Dispose() => Switch(toBlocking: false);

    // The driver shows its socket to nobody; a test holds that these two names are right for the version that is built in.
    private static Socket? SocketOf(NpgsqlConnection connection)
    {
        const BindingFlags Inner = BindingFlags.Instance | BindingFlags.NonPublic;
        var connector = typeof(NpgsqlConnection).GetProperty("Connector", Inner)?.GetValue(connection);
        return connector?.GetType().GetField("_socket", Inner)?.GetValue(connector) as Socket;
    }

    private void Switch(bool toBlocking)
    {
        if (!OperatingSystem.IsLinux() || _socket is null || _blocking == toBlocking)
            return;
        try
        {
            var handle = (int)_socket.Handle;
            var flags = Fcntl(handle, GetFlags, 0);
            if (flags >= 0 && Fcntl(handle, SetFlags, toBlocking ? flags & ~NonBlocking : flags | NonBlocking) >= 0)
                _blocking = toBlocking;
        }
        catch (ObjectDisposedException)
        {
            _blocking = false;
        }
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fcntl(int handle, int command, nint argument);
}
