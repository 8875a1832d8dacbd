using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace DbSafety.Tests.Examples;

/// <summary>The web shop as a process of its own, on a port that the system chose.</summary>
internal sealed partial class FarmShopProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _ended;

    private FarmShopProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The shop ended at once: {Output}"));
    }

    public HttpClient Client { get; } = new();

    /// <summary>All that it has written so far.</summary>
    public string Output => string.Join('\n', _output);

    public static string Assembly { get; } = Path.Combine(
        FarmFiles.Root, "app", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "farm-shop.dll");

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<FarmShopProcess> StartAsync(string databaseAddress)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["FARM_DATABASE_URL"] = databaseAddress, ["DOTNET_ENVIRONMENT"] = "Production" },
        };
        start.Environment.Remove("ASPNETCORE_URLS");
        var shop = new FarmShopProcess(start);
        shop._process.Start();
        shop._process.BeginOutputReadLine();
        shop._process.BeginErrorReadLine();
        try
        {
            shop.Client.BaseAddress = await shop._address.Task.WaitAsync(TimeSpan.FromMinutes(2));
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it; a second time does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ended)
            return;
        _ended = true;
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
        if (Listening().Match(line) is { Success: true } match)
            _address.TrySetResult(new Uri(match.Groups[1].Value));
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
