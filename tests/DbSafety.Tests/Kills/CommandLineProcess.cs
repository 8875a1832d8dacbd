using System.Diagnostics;
using System.Text.Json;

namespace DbSafety.Tests.Kills;

/// <summary>The real <c>dbsafety</c> as a process of its own, which a test can kill.</summary>
internal sealed class CommandLineProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private CommandLineProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int ExitCode => _process.ExitCode;

    public static CommandLineProcess Start(params string[] arguments) => Start([], arguments);

    /// <param name="variables">What its environment has besides ours.</param>
    public static CommandLineProcess Start(IEnumerable<KeyValuePair<string, string>> variables, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "dbsafety.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new CommandLineProcess(process);
    }

    /// <summary>Runs to the end, and gives the JSON document of standard output.</summary>
    public static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        using var run = Start([.. arguments, "--json"]);
        var (output, errors) = await run.WaitAsync();
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"dbsafety {string.Join(' ', arguments)} ended with {run.ExitCode}.\n{output}\n{errors}");
        return JsonDocument.Parse(output).RootElement;
    }

    public async Task<(string Output, string Errors)> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return (await _output, await _errors);
    }

    /// <summary>Kills the process without a warning, and waits until it is gone.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>Skips the test where whoever started this run has it ignore Ctrl-C, as a shell does with what it starts by "&amp;": so do its children.</summary>
    public static void RequireInterrupts()
    {
        Xunit.Skip.If(OperatingSystem.IsWindows(), "Windows has no signal that a test can send to one process alone.");
        var line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        // The second bit is SIGINT's.
        Xunit.Skip.If(line is not null && (Convert.ToUInt64(line[7..].Trim(), 16) & 2) != 0, "This run was started with SIGINT ignored, as by \"&\" in a script, and its children ignore it too.");
    }

    /// <summary>Does what Ctrl-C does, and waits until the process has ended by itself.</summary>
    public async Task InterruptAsync()
    {
        using var signal = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await signal.WaitForExitAsync();
        await _process.WaitForExitAsync();
    }

    /// <summary>Lets the process live for a while, then kills it without a warning. False when it had ended by itself.</summary>
    public async Task<bool> KillAfterAsync(TimeSpan life)
    {
        using var clock = new CancellationTokenSource(life);
        try
        {
            await _process.WaitForExitAsync(clock.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
            return true;
        }
    }

    /// <summary>Kills the process without a warning as soon as something is so. False when it had ended by itself before.</summary>
    public async Task<bool> KillWhenAsync(Func<bool> isSo)
    {
        while (!_process.HasExited && !isSo())
            await Task.Delay(1);
        var isKilled = !_process.HasExited;
        if (isKilled)
            _process.Kill();
        await _process.WaitForExitAsync();
        return isKilled;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
