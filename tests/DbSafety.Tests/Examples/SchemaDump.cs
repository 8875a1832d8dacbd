using System.Diagnostics;
using System.Text.RegularExpressions;
using DbSafety.Tests.Infrastructure;

namespace DbSafety.Tests.Examples;

/// <summary>PostgreSQL's own word on a schema: <c>pg_dump -s</c>, where it is installed and knows the server.</summary>
internal static partial class SchemaDump
{
    /// <summary>The major version of the pg_dump on the path; null where there is none.</summary>
    public static int? Major { get; } = FindMajor();

    public static async Task<string> ReadAsync(TestDatabase database)
    {
        var address = database.Connection;
        var text = await RunAsync("--schema-only", "--host", address.Host!, "--port", $"{address.Port}", "--username", address.Username!, database.Name);
        // The key of the restriction is made anew for each dump.
        return Restriction().Replace(text, "");
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("pg_dump", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"pg_dump: {await errors}");
    }

    private static int? FindMajor()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("pg_dump", "--version") { RedirectStandardOutput = true })!;
            var match = Version().Match(process.StandardOutput.ReadToEnd());
            return match.Success ? int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex(@" (\d+)\.")]
    private static partial Regex Version();

    [GeneratedRegex(@"^\\(un)?restrict .*$", RegexOptions.Multiline)]
    private static partial Regex Restriction();
}
