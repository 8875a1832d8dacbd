using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DbSafety.Core.Errors;

namespace DbSafety.Cli.Demo;

/// <summary>The farm's web shop as a process of its own, and its visitor. It ends with this program, however that ends, unless it is kept.</summary>
internal sealed class FarmApplication : IAsyncDisposable
{
    // The pipe's end is the signal to stop, as for the database; a job of a shell without a terminal does not hear Ctrl-C.
    private const string Supervisor = """
        trap '' INT HUP
        log=$1; shift
        "$@" >"$log" 2>&1 </dev/null &
        app=$!
        echo "$app"
        while IFS= read -r line; do
            [ "$line" = keep ] && exit 0
        done
        kill "$app" 2>/dev/null
        wait "$app"
        """;

    private readonly Process _supervisor;
    private bool _isGone;

    private FarmApplication(Process supervisor, Uri address)
    {
        _supervisor = supervisor;
        Visitor = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
    }

    public HttpClient Visitor { get; }

    public int ProcessId { get; private set; }

    public static async Task<FarmApplication> StartAsync(FarmExample farm, int port, string connection, string log, CancellationToken cancellationToken)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetDirectoryName(farm.Application)! };
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        foreach (var word in new[] { "-c", Supervisor, "farm-shop", log, dotnet, farm.Application, "--urls", address.ToString() })
            start.ArgumentList.Add(word);
        start.Environment["FARM_DATABASE_URL"] = connection;
        var shop = new FarmApplication(Process.Start(start)!, address);
        shop.ProcessId = int.Parse((await shop._supervisor.StandardOutput.ReadLineAsync(cancellationToken))!, CultureInfo.InvariantCulture);
        return shop;
    }

    public static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited && (!OperatingSystem.IsLinux()
                || File.ReadAllText($"/proc/{process}/cmdline").Contains("farm-shop", StringComparison.Ordinal));
        }
        catch (Exception error) when (error is ArgumentException or IOException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Waits until it answers at all, with whatever status.</summary>
    public async Task<HttpStatusCode> AnswerAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var answer = await Visitor.GetAsync("/health", cancellationToken);
                return answer.StatusCode;
            }
            catch (HttpRequestException error) when (attempt < 300 && IsRunning(ProcessId))
            {
                _ = error;
                await Task.Delay(100, cancellationToken);
            }
            catch (HttpRequestException error)
            {
                throw new DbSafetyException("DemoShopDead", ErrorKind.CheckFailed, $"The web shop does not answer at {Visitor.BaseAddress}.", error)
                {
                    State = "The demo's server and shop are being removed.",
                    NextStep = "Run it again with --verbose: dbsafety demo --verbose",
                };
            }
        }
    }

    /// <summary>Its own word on its health.</summary>
    public async Task<JsonElement> HealthAsync(CancellationToken cancellationToken)
    {
        using var answer = await Visitor.GetAsync("/health", cancellationToken);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    /// <summary>Places an order of one product; gives its id, or null where the shop refused.</summary>
    public async Task<long?> OrderAsync(long customer, long product, CancellationToken cancellationToken)
    {
        var order = new { customerId = customer, lines = new[] { new { productId = product, quantity = 1 } } };
        using var answer = await Visitor.PostAsJsonAsync("/orders", order, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.Created)
            return null;
        var location = answer.Headers.Location?.ToString() ?? "";
        return long.Parse(location[(location.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture);
    }

    public async Task KeepAsync()
    {
        await _supervisor.StandardInput.WriteLineAsync("keep");
        await _supervisor.StandardInput.FlushAsync();
        await _supervisor.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // The demo asks whether it is gone before its own end, which disposes once more.
        if (_isGone)
            return;
        _isGone = true;
        Visitor.Dispose();
        if (!_supervisor.HasExited)
        {
            _supervisor.StandardInput.Close();
            await _supervisor.WaitForExitAsync();
        }

        _supervisor.Dispose();
    }
}
