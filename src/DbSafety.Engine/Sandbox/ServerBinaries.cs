using System.Globalization;
using System.Text.RegularExpressions;

namespace DbSafety.Engine.Sandbox;

/// <summary>The programs of one PostgreSQL server.</summary>
/// <param name="Folder">The folder of <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</param>
/// <param name="Version">Such as <c>18.1</c>.</param>
internal sealed partial record ServerBinaries(string Folder, string Version)
{
    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    public int Major => int.Parse(Version.Split('.')[0], CultureInfo.InvariantCulture);

    /// <summary>Asks the programs of a folder for their version; null where they are not all there or do not run.</summary>
    public static async Task<ServerBinaries?> InspectAsync(string folder, CancellationToken cancellationToken)
    {
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        if (!Array.TrueForAll(Programs, program => File.Exists(Path.Combine(folder, program + suffix))))
            return null;
        var (exitCode, output, _) = await ChildProcess.RunAsync(
            Path.Combine(folder, "postgres" + suffix), ["--version"], folder, cancellationToken);
        var match = VersionText().Match(output);
        return exitCode == 0 && match.Success ? new ServerBinaries(folder, match.Groups[1].Value) : null;
    }

    // Betas and builds from source read "19beta1" or "18.1 (Debian ...)": the leading numbers are what counts.
    [GeneratedRegex(@"\(PostgreSQL\) (\d+(?:\.\d+)?)")]
    private static partial Regex VersionText();
}
