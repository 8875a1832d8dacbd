using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using DbSafety.Cli.Local;
using DbSafety.Engine.Sandbox;

namespace DbSafety.Tests.Sandbox;

/// <summary>A program of its own that holds a throw-away server in a temporary folder of its own, so that it can be killed.</summary>
internal sealed partial class SandboxProcess : IDisposable
{
    private readonly Process _process;

    public SandboxProcess(params string[] before)
    {
        Temporary = Directory.CreateTempSubdirectory("dbsafety-test-").FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Temporary, (UnixFileMode)0b111_111_111 | UnixFileMode.StickyBit);
        string[] command = [.. before, "dotnet", typeof(SandboxCommand).Assembly.Location, "sandbox"];
        _process = new Process { StartInfo = ChildProcess.Start(command[0], command[1..], "/") };
        _process.StartInfo.Environment["DBSAFETY_TEMP"] = Temporary;
        _process.Start();
    }

    public string Temporary { get; }

    public string Folder { get; private set; } = "";

    public int Port { get; private set; }

    public int ExitCode => _process.ExitCode;

    /// <summary>The supervisor's process, whose id stands in the folder's name.</summary>
    public int Supervisor => int.Parse(Path.GetFileName(Folder).Split('-')[2], CultureInfo.InvariantCulture);

    /// <summary>Waits for the server.</summary>
    public async Task<SandboxProcess> ReadyAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Connection().Match(line) is not { Success: true } match)
                continue;
            Port = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            Folder = Path.GetDirectoryName(match.Groups[2].Value)!;
            return this;
        }

        throw new InvalidOperationException($"The sandbox did not start: {await _process.StandardError.ReadToEndAsync()}");
    }

    public void Kill() => _process.Kill();

    public void Interrupt() => Signal(_process.Id, 2);

    public static void Signal(int process, int signal) => Libc.Signal(process, signal);

    public Task ExitAsync() => _process.WaitForExitAsync(Deadline());

    /// <summary>Waits until the server and all its files are gone.</summary>
    public async Task GoneAsync()
    {
        var deadline = Deadline();
        while (Directory.EnumerateFileSystemEntries(Temporary).Any() || (Port != 0 && await AnswersAsync()))
            await Task.Delay(50, deadline);
    }

    /// <summary>Something listens where the server did.</summary>
    public async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        Directory.Delete(Temporary, recursive: true);
    }

    private static CancellationToken Deadline() => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    [GeneratedRegex("Port=([0-9]+);.*Passfile=(.+)$")]
    private static partial Regex Connection();
}
