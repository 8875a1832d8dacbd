using System.Diagnostics;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Infrastructure;

/// <summary>
/// The oracle of the schema tests: a pg_dump at least as new as the server. Looked for in DBSAFETY_TEST_PG_DUMP, where
/// tests/tools/get-pg-dump.sh puts one, on the PATH, and in Debian's folders.
/// </summary>
public static class PgDump
{
    private static readonly Lazy<IReadOnlyList<(string Path, int Major)>> Found = new(() => [.. Candidates().Distinct().Select(path => (path, Major(path))).Where(found => found.Item2 > 0)]);

    /// <summary>Skips the test where no pg_dump can read this server.</summary>
    public static void Require(int major) =>
        Skip.If(Find(major) is null, $"No pg_dump of version {major} or later was found. Run tests/tools/get-pg-dump.sh, or set DBSAFETY_TEST_PG_DUMP to one.");

    /// <summary>What <c>pg_dump --schema-only</c> says of a database, without what differs in every dump.</summary>
    public static async Task<string> SchemaAsync(TestDatabase database, int major, params string[] arguments)
    {
        var path = Find(major) ?? throw new InvalidOperationException("Call Require first.");
        var text = await RunAsync(path, database.Connection, ["--schema-only", .. arguments]);
        // "\restrict" and "\unrestrict" carry a random word; comments name versions; blank lines stand around comments.
        return string.Join('\n', text.Split('\n').Where(line =>
            line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal) && !line.StartsWith("\\restrict", StringComparison.Ordinal)
            && !line.StartsWith("\\unrestrict", StringComparison.Ordinal)));
    }

    public static async Task<string> RunAsync(string path, NpgsqlConnectionStringBuilder connection, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(path) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-h", connection.Host!, "-p", $"{connection.Port}", "-U", connection.Username!, .. arguments, connection.Database!])
            start.ArgumentList.Add(argument);
        if (connection.Password is { } password)
            start.Environment["PGPASSWORD"] = password;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"pg_dump failed: {await errors}");
    }

    /// <summary>The path of the oldest one that can read the server.</summary>
    public static string? Find(int major) => Found.Value.Where(found => found.Major >= major).OrderBy(found => found.Major).Select(found => found.Path).FirstOrDefault();

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("DBSAFETY_TEST_PG_DUMP") is { Length: > 0 } named)
            yield return named;
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var fetched = Path.Combine(cache, "dbsafety", "pg_dump", "pg_dump");
        if (File.Exists(fetched))
            yield return fetched;
        foreach (var path in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "pg_dump")))
            if (File.Exists(path))
                yield return path;
        if (!Directory.Exists("/usr/lib/postgresql"))
            yield break;
        foreach (var path in Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin", "pg_dump")))
            if (File.Exists(path))
                yield return path;
    }

    private static int Major(string path)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(path, "--version") { RedirectStandardOutput = true })!;
            // pg_dump (PostgreSQL) 18.6 (Debian 18.6-3)
            var words = process.StandardOutput.ReadToEnd().Split(' ');
            process.WaitForExit();
            return words.Length > 2 && int.TryParse(new string([.. words[2].TakeWhile(char.IsAsciiDigit)]), out var major) ? major : 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return 0;
        }
    }
}
