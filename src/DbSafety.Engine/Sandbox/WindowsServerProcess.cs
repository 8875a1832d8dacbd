using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Sandbox;

/// <summary>A server in a job object, which ends with this program; its folder goes with it, or is swept by the next one.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsServerProcess : IServerProcess
{
    private readonly JobObject _job = new();
    private readonly ServerBinaries _binaries;
    private Process? _postgres;

    private WindowsServerProcess(ServerBinaries binaries, string folder)
    {
        _binaries = binaries;
        Folder = folder;
    }

    public int Port { get; private set; }

    public string Folder { get; }

    private string Data => Path.Combine(Folder, "data");

    public static async Task<WindowsServerProcess> StartAsync(
        ServerBinaries binaries, string password, string settings, IOperationHost host, CancellationToken cancellationToken)
    {
        using var self = Process.GetCurrentProcess();
        var folder = Path.Combine(Leftovers.TemporaryFolder(host), $"{Leftovers.Prefix}{self.Id}-{Leftovers.NewToken()}");
        Directory.CreateDirectory(folder);
        var server = new WindowsServerProcess(binaries, folder);
        try
        {
            await server.MakeAsync(password, settings, cancellationToken);
            foreach (var port in FreePorts.Find(4))
            {
                if (await server.TryStartAsync(port, host, cancellationToken))
                    return server;
            }

            throw SandboxErrors.StartFailed("no port", []);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public Task KeepAsync() => throw new PlatformNotSupportedException("A throw-away server cannot outlive its program on Windows.");

    public async ValueTask DisposeAsync()
    {
        await Control(CancellationToken.None, "stop", "-m", "immediate", "-w");
        _job.Dispose();
        _postgres?.Dispose();
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    private async Task MakeAsync(string password, string settings, CancellationToken cancellationToken)
    {
        var file = Path.Combine(Folder, "password");
        await File.WriteAllTextAsync(file, password + "\n", cancellationToken);
        var (exitCode, output, error) = await ChildProcess.RunAsync(Path.Combine(_binaries.Folder, "initdb.exe"),
            ["-D", Data, "-U", "postgres", $"--pwfile={file}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"],
            Folder, cancellationToken);
        File.Delete(file);
        await File.WriteAllTextAsync(Path.Combine(Folder, "pgpass"), $"127.0.0.1:*:*:postgres:{password}\n", cancellationToken);
        if (exitCode != 0)
            throw SandboxErrors.StartFailed("initdb", [.. output.Split('\n'), .. error.Split('\n')]);
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"),
            "listen_addresses = '127.0.0.1'\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\njit = off\ntimezone = 'UTC'\n" + settings,
            cancellationToken);
    }

    private async Task<bool> TryStartAsync(int port, IOperationHost host, CancellationToken cancellationToken)
    {
        // pg_ctl gives up an administrator's rights before it starts the server.
        var (exitCode, _, _) = await Control(cancellationToken, "start", "-w", "-l", Path.Combine(Folder, "server.log"), "-o", $"-p {port}");
        if (exitCode != 0)
            return false;
        var pid = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid"), Encoding.UTF8, cancellationToken))[0];
        _postgres = Process.GetProcessById(int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture));
        _job.Add(_postgres);
        host.Verbose($"The server runs as process {pid} in a job of this program.");
        Port = port;
        return true;
    }

    private Task<(int ExitCode, string Output, string Error)> Control(CancellationToken cancellationToken, string action, params string[] more) =>
        ChildProcess.RunAsync(Path.Combine(_binaries.Folder, "pg_ctl.exe"), [action, "-D", Data, .. more], Folder, cancellationToken);
}
