using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DbSafety.Benchmarks;

/// <summary>
/// How much longer a PowerShell takes that imports the module, over one that does nothing; and which of our assemblies it has loaded then.
/// An empty module beside it shows what any import costs. It ends with an error past the budget, or where the engine was loaded.
/// </summary>
internal static class ImportBench
{
    private const int Budget = 150;
    private const string Nothing = "exit";
    private const string Loaded = "[AppDomain]::CurrentDomain.GetAssemblies().GetName().Name.Where{ $_ -match '^(DbSafety|Npgsql|YamlDotNet)' } -join ', '";

    public static async Task<(string Markdown, bool IsWithin)> RunAsync(int runs, CancellationToken cancellationToken)
    {
        var empty = Directory.CreateTempSubdirectory("empty-");
        try
        {
            var manifest = Path.Combine(empty.FullName, "Empty.psd1");
            await File.WriteAllTextAsync(manifest, "@{ ModuleVersion = '1.0'; FunctionsToExport = @(); CmdletsToExport = @(); AliasesToExport = @(); VariablesToExport = @() }", cancellationToken);
            var imports = $"Import-Module '{Module()}'";
            var loaded = (await PowerShellAsync($"{imports}; {Loaded}", cancellationToken)).Output;
            var version = (await PowerShellAsync("$PSVersionTable.PSVersion.ToString()", cancellationToken)).Output;
            Contender[] contenders = [new("nothing", Nothing), new("an empty module", $"Import-Module '{manifest}'; {Nothing}"), new("DbSafety", $"{imports}; {Nothing}")];
            for (var round = 0; round < runs; round++)
                await RoundAsync(contenders, round, cancellationToken);
            return Report(contenders, runs, version, loaded);
        }
        finally
        {
            empty.Delete(recursive: true);
        }
    }

    // Each begins a round in its turn, so that a busy moment hits all of them.
    private static async Task RoundAsync(Contender[] contenders, int round, CancellationToken cancellationToken)
    {
        for (var i = 0; i < contenders.Length; i++)
        {
            var contender = contenders[(i + round) % contenders.Length];
            var (_, wall, cpu) = await PowerShellAsync(contender.Command, cancellationToken);
            contender.Wall.Add(wall);
            contender.Cpu.Add(cpu);
        }
    }

    private static (string Markdown, bool IsWithin) Report(Contender[] contenders, int runs, string version, string loaded)
    {
        var (plain, ours) = (contenders[0], contenders[^1]);
        var report = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"PowerShell {version}, {Environment.ProcessorCount} cores; medians of {runs} interleaved runs, smallest and largest, in milliseconds.\n\n"));
        report.Append("| pwsh -NoProfile imports | time | over nothing | processor time | over nothing |\n|---|---|---|---|---|\n");
        foreach (var contender in contenders)
        {
            report.Append(CultureInfo.InvariantCulture,
                $"| {contender.Name} | {Line(contender.Wall)} | {Over(contender.Wall, plain.Wall)} | {Line(contender.Cpu)} | {Over(contender.Cpu, plain.Cpu)} |\n");
        }

        var difference = Median(ours.Wall) - Median(plain.Wall);
        report.Append(CultureInfo.InvariantCulture,
            $"\nThe import takes {difference:0} ms of a budget of {Budget}, {Median(ours.Wall) / Median(plain.Wall):0.00} of a session that imports nothing. Loaded by it: {loaded}.\n");
        return (report.ToString(), difference <= Budget && loaded.Split(", ").All(name => name is "DbSafety.PowerShell" or "DbSafety.Core"));
    }

    private static string Line(List<double> times) => string.Create(CultureInfo.InvariantCulture, $"{Median(times):0} ({times.Min():0}–{times.Max():0})");

    private static string Over(List<double> times, List<double> plain) => string.Create(CultureInfo.InvariantCulture, $"{Median(times) - Median(plain):0}");

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static async Task<(string Output, double Wall, double Cpu)> PowerShellAsync(string command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", command]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        var cpu = ChildRun.CpuOfChildren();
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var wall = clock.Elapsed.TotalMilliseconds;
        return process.ExitCode == 0
            ? (output.Trim(), wall, (ChildRun.CpuOfChildren() - cpu)?.TotalMilliseconds ?? double.NaN)
            : throw new InvalidOperationException($"pwsh ended with {process.ExitCode}: {command}");
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

    private sealed record Contender(string Name, string Command)
    {
        public List<double> Wall { get; } = [];

        public List<double> Cpu { get; } = [];
    }
}
