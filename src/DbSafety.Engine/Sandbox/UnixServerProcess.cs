using System.Diagnostics;
using System.Globalization;
using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Sandbox;

/// <summary>
/// A server under the care of <c>supervisor.sh</c>, an orphan process that removes everything when the pipe from this program ends:
/// on our word, on Ctrl-C, on SIGKILL.
/// </summary>
internal sealed class UnixServerProcess : IServerProcess
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(90);
    private readonly Process _launcher;
    private bool _kept;
    private bool _isGone;

    private UnixServerProcess(Process launcher) => _launcher = launcher;

    public int Port { get; private set; }

    public string Folder { get; private set; } = "";

    public static async Task<UnixServerProcess> StartAsync(
        ServerBinaries binaries, string password, string settings, IOperationHost host, CancellationToken cancellationToken)
    {
        var user = UnprivilegedUser.Choose(host);
        IReadOnlyList<string> command =
        [
            "/bin/sh", "-c", Script("launch.sh"), "dbsafety-launch",
            Script("supervisor.sh"), "dbsafety-sandbox", binaries.Folder, Leftovers.NewToken(), Leftovers.TemporaryFolder(host),
            OperatingSystem.IsLinux() ? "C.UTF-8" : "C", string.Join(' ', FreePorts.Find(4)), settings,
        ];
        if (user is not null)
            command = user.Wrap(command, host);

        // A neutral folder: root's own is closed to the user that the server runs as.
        var launcher = new Process { StartInfo = ChildProcess.Start(command[0], [.. command.Skip(1)], "/") };
        launcher.StartInfo.RedirectStandardError = false;
        launcher.Start();
        var server = new UnixServerProcess(launcher);
        try
        {
            await server.BeginAsync(password, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task KeepAsync()
    {
        await _launcher.StandardInput.WriteLineAsync("keep");
        await _launcher.StandardInput.FlushAsync();
        _kept = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isGone)
            return;
        _isGone = true;
        // The end of the pipe is the signal; the end of the other pipe is the answer that all is gone.
        try
        {
            _launcher.StandardInput.Close();
        }
        catch (IOException)
        {
            // The supervisor is gone already: there is nothing left to tell it.
        }

        if (!_kept)
        {
            using var limit = new CancellationTokenSource(StopLimit);
            await _launcher.StandardOutput.ReadToEndAsync(limit.Token);
        }

        _launcher.Dispose();
    }

    private async Task BeginAsync(string password, CancellationToken cancellationToken)
    {
        await _launcher.StandardInput.WriteLineAsync(password.AsMemory(), cancellationToken);
        await _launcher.StandardInput.FlushAsync(cancellationToken);
        while (await _launcher.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            var words = line.Split(' ', 2);
            switch (words[0])
            {
                case "folder":
                    Folder = words[1];
                    break;
                case "ready":
                    Port = int.Parse(words[1], CultureInfo.InvariantCulture);
                    return;
                case "failed":
                    var log = await _launcher.StandardOutput.ReadToEndAsync(cancellationToken);
                    throw SandboxErrors.StartFailed(words[1], log.Split('\n', StringSplitOptions.RemoveEmptyEntries));
                default:
                    throw SandboxErrors.StartFailed("its supervisor said something unexpected", [line]);
            }
        }

        throw SandboxErrors.StartFailed("its supervisor ended at once", []);
    }

    private static string Script(string name)
    {
        using var stream = typeof(UnixServerProcess).Assembly.GetManifestResourceStream($"DbSafety.Engine.Sandbox.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
