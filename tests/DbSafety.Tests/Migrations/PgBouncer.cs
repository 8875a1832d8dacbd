using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DbSafety.Tests.Infrastructure;
using Npgsql;

namespace DbSafety.Tests.Migrations;

/// <summary>A PgBouncer before a test database.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private PgBouncer(Process process, string folder, string connectionString)
    {
        _process = process;
        _folder = folder;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    /// <summary>The program; null where it is not installed.</summary>
    public static string? Program => new[] { "/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer" }.FirstOrDefault(File.Exists);

    public static async Task<PgBouncer> StartAsync(TestDatabase database, string mode)
    {
        var folder = Directory.CreateTempSubdirectory("dbsafety-bouncer-").FullName;
        var port = FreePort();
        var file = Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(file, $"""
            [databases]
            {database.Name} = host=127.0.0.1 port={database.Connection.Port} user={database.Connection.Username} password={database.Connection.Password}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = {mode}
            ignore_startup_parameters = extra_float_digits,search_path,options
            """);
        if (!OperatingSystem.IsWindows())
        {
            // It refuses to run as root; another user has to read its file.
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);
        }

        var start = new ProcessStartInfo(Program!) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in Environment.UserName == "root" ? (string[])["-q", "-u", "nobody", file] : ["-q", file])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = "127.0.0.1", Port = port, SslMode = SslMode.Disable }.ConnectionString;
        while (!process.HasExited && !await AnswersAsync(port))
            await Task.Yield();
        return process.HasExited ? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync()) : new PgBouncer(process, folder, connection);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
