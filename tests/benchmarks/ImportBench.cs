using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DbSafety.Benchmarks;

/// <summary>
/// How much longer a PowerShell takes that imports the module, over one that does nothing; and which of our assemblies it has loaded then.
/// It ends with an error past the budget, or where the engine was loaded.
/// </summary>
internal static class ImportBench
{
    private const int Budget = 150;
    private const string Loaded = "[AppDomain]::CurrentDomain.GetAssemblies().GetName().Name.Where{ $_ -match '^(DbSafety|Npgsql|YamlDotNet)' } -join ', '";

    public static async Task<(string Markdown, bool IsWithin)> RunAsync(int runs, CancellationToken cancellationToken)
    {
        var module = Module();
        var imports = $"Import-Module '{module}'";
        var text = await PowerShellAsync($"{imports}; {Loaded}", cancellationToken);
        var plain = new List<double>();
        var importing = new List<double>();

        // Each begins a round once, so that a busy moment hits both.
        for (var round = 0; round < runs; round++)
        {
            foreach (var (command, times) in round % 2 == 0 ? new[] { ("exit", plain), (imports, importing) } : [(imports, importing), ("exit", plain)])
            {
                var clock = Stopwatch.StartNew();
                await PowerShellAsync(command, cancellationToken);
                times.Add(clock.Elapsed.TotalMilliseconds);
            }
        }

        var difference = Median(importing) - Median(plain);
        var within = difference <= Budget && text.Output.Split(", ").All(name => name is "DbSafety.PowerShell" or "DbSafety.Core");
        var version = (await PowerShellAsync("$PSVersionTable.PSVersion.ToString()", cancellationToken)).Output;
        var report = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"PowerShell {version}, {Environment.ProcessorCount} cores; medians of {runs} interleaved runs.\n\n"));
        report.Append("| pwsh -NoProfile | milliseconds |\n|---|---|\n");
        report.Append(CultureInfo.InvariantCulture, $"| and nothing | {Line(plain)} |\n| and Import-Module DbSafety | {Line(importing)} |\n\n");
        report.Append(CultureInfo.InvariantCulture, $"The import takes {difference:0} ms of a budget of {Budget}. Loaded by it: {text.Output}.\n");
        return (report.ToString(), within);
    }

    private static string Line(List<double> times) => string.Create(CultureInfo.InvariantCulture, $"{Median(times):0} ({times.Min():0}–{times.Max():0})");

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static async Task<(string Output, int ExitCode)> PowerShellAsync(string command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", command]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? (output.Trim(), 0) : throw new InvalidOperationException($"pwsh ended with {process.ExitCode}: {command}");
    }

    // The module that the build staged in the clone that this program was built in.
    private static string Module()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var module = Path.Combine(folder.FullName, "module", "bin", "DbSafety");
            if (Directory.Exists(module))
                return module;
        }

        throw new InvalidOperationException("The module is not built. Run: dotnet build");
    }
}
