using System.Security.Cryptography;
using DbSafety.Core.Hosting;
using Npgsql;

namespace DbSafety.Engine.Sandbox;

/// <summary>
/// A throw-away PostgreSQL server: on 127.0.0.1 at a free port, under an unprivileged user, with a password of its own.
/// Disposing it, or the end of this program in whatever way, stops it and removes its files.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private const int DefaultMajor = 18;
    private readonly IServerProcess _process;
    private readonly ServerBinaries _binaries;

    private SandboxServer(IServerProcess process, ServerBinaries binaries, string password)
    {
        _process = process;
        _binaries = binaries;
        Connection = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = process.Port,
            Username = "postgres",
            Password = password,
            Database = "postgres",
        };
    }

    /// <summary>The superuser's connection to the database <c>postgres</c>.</summary>
    public NpgsqlConnectionStringBuilder Connection { get; }

    /// <summary>The major version, such as 18.</summary>
    public int Major => _binaries.Major;

    /// <summary>The version, such as <c>18.1</c>.</summary>
    public string Version => _binaries.Version;

    /// <summary>The folder of the server programs.</summary>
    public string BinaryFolder => _binaries.Folder;

    /// <summary>The folder that holds all that the server writes; gone when the server is.</summary>
    public string Folder => _process.Folder;

    /// <summary>A password file that libpq and Npgsql read, so that the password need not stand in a connection string.</summary>
    public string PasswordFile => Path.Combine(Folder, "pgpass");

    /// <summary>Starts a server.</summary>
    /// <param name="major">The major version; null for the newest that is installed, or 18 where none is.</param>
    /// <param name="host">Shows progress, and gives the environment.</param>
    /// <exception cref="Core.Errors.DbSafetyException">
    /// <c>SandboxNoServer</c>, <c>SandboxVersionUnknown</c>, <c>SandboxFetchFailed</c>, <c>SandboxStartFailed</c>, <c>SandboxNoUnprivilegedUser</c>.
    /// </exception>
    public static Task<SandboxServer> StartAsync(int? major, IOperationHost host, CancellationToken cancellationToken) =>
        StartAsync(major, new Dictionary<string, string>(), host, cancellationToken);

    /// <summary>Starts a server with settings of its own, such as <c>max_connections</c>; they go before those of a throw-away server.</summary>
    public static async Task<SandboxServer> StartAsync(int? major, IReadOnlyDictionary<string, string> settings, IOperationHost host, CancellationToken cancellationToken)
    {
        var lines = string.Concat(settings.Select(setting => $"{setting.Key} = '{setting.Value.Replace("'", "''", StringComparison.Ordinal)}'\n"));
        await Leftovers.SweepAsync(host, cancellationToken);
        var binaries = await FindAsync(major, host, cancellationToken);
        host.Verbose($"Starting PostgreSQL {binaries.Version} from {binaries.Folder}.");
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        IServerProcess process = OperatingSystem.IsWindows()
            ? await WindowsServerProcess.StartAsync(binaries, password, lines, host, cancellationToken)
            : await UnixServerProcess.StartAsync(binaries, password, lines, host, cancellationToken);
        var server = new SandboxServer(process, binaries, password);
        try
        {
            await server.ProbeAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Lets the server live on after this program, until a file named <c>stop</c> appears in its folder or it is stopped.
    /// Not available on Windows.
    /// </summary>
    public Task KeepAsync() => _process.KeepAsync();

    /// <summary>Stops a server that was told to stay, and waits until its folder is gone.</summary>
    public static async Task StopKeptAsync(string folder, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder))
            await File.WriteAllTextAsync(Path.Combine(folder, "stop"), "", cancellationToken);
        while (Directory.Exists(folder))
            await Task.Delay(100, cancellationToken);
    }

    /// <summary>Stops the server and removes its files, unless it was told to stay.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<ServerBinaries> FindAsync(int? major, IOperationHost host, CancellationToken cancellationToken)
    {
        var installed = await InstalledServers.FindAsync(host, cancellationToken);
        return installed.FirstOrDefault(binaries => major is null || binaries.Major == major)
            ?? await new PackageCache(host).GetAsync(major ?? DefaultMajor, cancellationToken);
    }

    // The server is ours, and takes our password: only then is it handed out.
    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        var builder = new NpgsqlConnectionStringBuilder(Connection.ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync(cancellationToken);
    }
}
