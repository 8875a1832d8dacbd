using System.Globalization;
using System.Security.Cryptography;
using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Sandbox;

/// <summary>
/// Folders of throw-away servers whose supervisor did not live to remove them, as after a power cut or the end of a container.
/// The folder's name holds the supervisor's process id and a token that stands in that process's command line.
/// </summary>
internal static class Leftovers
{
    public const string Prefix = "dbsafety-sandbox-";

    public static string NewToken() => Convert.ToHexString(RandomNumberGenerator.GetBytes(8)).ToLowerInvariant();

    /// <summary>The folder that throw-away servers are made in, unless DBSAFETY_TEMP names another. Root's TMPDIR may be closed to other users.</summary>
    public static string TemporaryFolder(IOperationHost host)
    {
        if (host.GetEnvironmentVariable("DBSAFETY_TEMP") is { Length: > 0 } chosen)
            return Path.GetFullPath(chosen);
        if (OperatingSystem.IsWindows())
            return Path.GetTempPath();
        var named = host.GetEnvironmentVariable("TMPDIR")?.TrimEnd('/');
        return Libc.IsRoot || string.IsNullOrEmpty(named) || !Directory.Exists(named) ? "/tmp" : named;
    }

    /// <summary>Stops and removes what earlier runs left. What is not ours to remove stays.</summary>
    public static async Task SweepAsync(IOperationHost host, CancellationToken cancellationToken)
    {
        foreach (var folder in Directory.EnumerateDirectories(TemporaryFolder(host), Prefix + "*"))
        {
            var parts = Path.GetFileName(folder)[Prefix.Length..].Split('-');
            if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var supervisor)
                || new DirectoryInfo(folder).LinkTarget is not null
                || await MentionsAsync(supervisor, parts[1], cancellationToken))
                continue;
            try
            {
                if (await StopServerAsync(folder, cancellationToken))
                    Directory.Delete(folder, recursive: true);
                host.Verbose($"Removed {folder}, which an earlier run left.");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                host.Verbose($"Left {folder}, which is another user's or still in use.");
            }
        }
    }

    // False while a server of that folder still runs.
    private static async Task<bool> StopServerAsync(string folder, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "data", "postmaster.pid");
        if (!File.Exists(file) || !int.TryParse((await File.ReadAllLinesAsync(file, cancellationToken)).FirstOrDefault(), out var postmaster))
            return true;

        // Only a process that names this very folder in its command line is the folder's server: process ids come again.
        for (var attempt = 0; attempt < 50 && await MentionsAsync(postmaster, folder, cancellationToken); attempt++)
        {
            if (attempt == 0 && !OperatingSystem.IsWindows())
                Libc.Signal(postmaster, Libc.SignalQuit);
            await Task.Delay(100, cancellationToken);
        }

        return !await MentionsAsync(postmaster, folder, cancellationToken);
    }

    private static async Task<bool> MentionsAsync(int process, string word, CancellationToken cancellationToken)
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return (await File.ReadAllTextAsync($"/proc/{process}/cmdline", cancellationToken)).Contains(word, StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // No such process, unless the processes of others are hidden from us: then their folders are not ours to delete either.
            return error is UnauthorizedAccessException;
        }

        if (OperatingSystem.IsWindows())
            return JobObject.IsAlive(process);
        var (_, output, _) = await ChildProcess.RunAsync("ps", ["-o", "args=", "-p", $"{process}"], "/", cancellationToken);
        return output.Contains(word, StringComparison.Ordinal);
    }
}
