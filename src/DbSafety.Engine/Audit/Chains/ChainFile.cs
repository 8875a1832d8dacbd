using System.Text.Json.Nodes;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Files;

namespace DbSafety.Engine.Audit.Chains;

/// <summary>
/// A chained file that several processes add to: it is held for the few lines that one of them has, and only its end is read, so a
/// file of years costs no more than one of today.
/// </summary>
internal sealed class ChainFile : IDisposable
{
    private const int Window = 1 << 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly FileStream _file;

    private ChainFile(FileStream file) => _file = file;

    /// <summary>The last line that is whole and right; null in a new file.</summary>
    public ChainLine? Last { get; private set; }

    /// <summary>Holds the file, which is made where it is not there. What a kill left of a last line is cut off.</summary>
    /// <param name="path">The file.</param>
    /// <param name="host">The clock.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="patience">How long another process is waited for; ten seconds where nothing else is said.</param>
    /// <exception cref="IOException">Another process held it for too long, or it cannot be written.</exception>
    public static async Task<ChainFile> HoldAsync(string path, IOperationHost host, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        OwnerOnly.CreateFolder(Path.GetDirectoryName(path)!);
        var file = new ChainFile(await OpenAsync(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, patience ?? Patience, host, cancellationToken));
        try
        {
            file.FindEnd();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>All whole lines, as they stand.</summary>
    /// <exception cref="IOException">A process held it for too long, or it cannot be read.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(string path, IOperationHost host, CancellationToken cancellationToken)
    {
        using var file = await OpenAsync(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, Patience, host, cancellationToken);
        return ChainText.Read(file).Lines;
    }

    /// <summary>All whole lines, for the one who holds the file.</summary>
    public IReadOnlyList<string> ReadAll()
    {
        _file.Position = 0;
        var lines = ChainText.Read(_file).Lines;
        _file.Position = _file.Length;
        return lines;
    }

    /// <summary>The first line; null where it is not right.</summary>
    public ChainLine? First()
    {
        _file.Position = 0;
        using var reader = new StreamReader(_file, leaveOpen: true);
        var line = reader.ReadLine();
        _file.Position = _file.Length;
        return line is null ? null : ChainLine.Read(line);
    }

    /// <summary>Adds a line, which is on the disk when <see cref="Flush"/> returns.</summary>
    public void Append(JsonObject body)
    {
        Last = ChainLine.Write(body, Last?.Hash ?? ChainLine.Origin);
        _file.Write(ChainText.Bytes(Last));
    }

    public void Flush() => _file.Flush(flushToDisk: true);

    public void Dispose() => _file.Dispose();

    private static async Task<FileStream> OpenAsync(string path, FileMode mode, FileAccess access, FileShare share, TimeSpan patience, IOperationHost host, CancellationToken cancellationToken)
    {
        var how = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows() && mode == FileMode.OpenOrCreate)
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var began = host.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, how);
            }
            catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException) && host.Time.GetElapsedTime(began) < patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), host.Time, cancellationToken);
            }
        }
    }

    // A last line that somebody edited is no reason to write nothing more: the chain goes on from the one before, and the check tells of it.
    private void FindEnd()
    {
        for (long window = Window; ; window *= 4)
        {
            var from = Math.Max(0, _file.Length - window);
            _file.Position = from;
            var (lines, length) = ChainText.Read(_file);
            Last = lines.Skip(from > 0 ? 1 : 0).Reverse().Select(ChainLine.Read).FirstOrDefault(line => line is not null);
            if (Last is null && from > 0)
                continue;
            if (from + length < _file.Length && (lines.Count > 0 || from == 0))
                _file.SetLength(from + length);
            _file.Position = _file.Length;
            return;
        }
    }
}
