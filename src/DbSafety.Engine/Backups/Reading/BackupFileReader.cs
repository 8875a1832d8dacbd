using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Manifests;

namespace DbSafety.Engine.Backups.Reading;

/// <summary>Reads a backup file of ours from its beginning to its end, section by section. Memory stays flat: rows are handed on as they come.</summary>
internal sealed class BackupFileReader : IAsyncDisposable
{
    private readonly LineSource _lines;
    private readonly SHA256 _hash = SHA256.Create();
    private readonly CryptoStream _bytes;
    private readonly string _path;
    private string _markBegin = "";
    private string? _next;

    private BackupFileReader(string path, Stream file)
    {
        _path = path;
        _bytes = new CryptoStream(file, _hash, CryptoStreamMode.Read);
        _lines = new LineSource(new GZipStream(_bytes, CompressionMode.Decompress));
    }

    /// <summary>The SQL before the first section: the session's settings and BEGIN.</summary>
    public string Preamble { get; private set; } = "";

    /// <exception cref="DbSafetyException"><c>BackupFileInvalid</c>.</exception>
    public static async Task<BackupFileReader> OpenAsync(BackupSet set, ManifestFile name, CancellationToken cancellationToken)
    {
        var reader = new BackupFileReader(set.PathOf(name.Name), await set.Store.OpenAsync(name.Name, cancellationToken));
        try
        {
            await reader.ReadHeaderAsync(cancellationToken);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>The name of the section that comes now; null after the last one. A section must be read before the next is asked for.</summary>
    public string? NextSection() => _next;

    /// <summary>The SQL of the section that comes now.</summary>
    public async Task<string> ReadSqlAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (await ReadLineOrMarkAsync(cancellationToken) is { } line)
            text.Append(Encoding.UTF8.GetString(line.Span)).Append('\n');
        return text.ToString();
    }

    /// <summary>The rows of a section with a COPY block, without the end mark; <paramref name="begin"/> is given the COPY statement first.</summary>
    public async Task ReadCopyAsync(Func<string, ValueTask> begin, Func<ReadOnlyMemory<byte>, ValueTask> rows, CancellationToken cancellationToken)
    {
        var statement = await _lines.ReadLineAsync(cancellationToken) ?? throw Invalid("it ends before its rows");
        await begin(Encoding.UTF8.GetString(statement.Span).TrimEnd(';'));
        var atLineStart = true;
        while (true)
        {
            var end = EndOfRows(_lines.Buffered.Span, atLineStart);
            if (end >= 0)
            {
                if (end > 0)
                    await rows(_lines.Buffered[..end]);
                _lines.Take(end + 3);
                break;
            }

            // A piece of the end mark may be at the end of what is there: three bytes stay.
            var ready = Math.Max(0, _lines.Buffered.Length - 3);
            if (ready > 0)
            {
                atLineStart = _lines.Buffered.Span[ready - 1] == '\n';
                await rows(_lines.Buffered[..ready]);
                _lines.Take(ready);
            }

            if (!await _lines.FillAsync(cancellationToken))
                throw Invalid("it ends in the middle of its rows");
        }

        while (await ReadLineOrMarkAsync(cancellationToken) is { } rest)
            if (rest.Length > 0)
                throw Invalid("there is something after its rows");
    }

    /// <summary>The lines of a section of INSERT statements.</summary>
    public async Task ReadInsertsAsync(Func<ReadOnlyMemory<byte>, ValueTask> insert, CancellationToken cancellationToken)
    {
        while (await ReadLineOrMarkAsync(cancellationToken) is { } line)
            if (line.Length > 0)
                await insert(line);
    }

    /// <summary>
    /// The SHA-256, in lower-case hex, of the bytes from which all was read that was read here: what is left of the file is read for it, and
    /// nothing comes after it.
    /// </summary>
    public async Task<string> HashAsync(CancellationToken cancellationToken)
    {
        await _bytes.CopyToAsync(Stream.Null, cancellationToken);
        return Convert.ToHexString(_hash.Hash!).ToLowerInvariant();
    }

    public async ValueTask DisposeAsync()
    {
        await _lines.DisposeAsync();
        _hash.Dispose();
    }

    private static int EndOfRows(ReadOnlySpan<byte> bytes, bool atLineStart)
    {
        if (atLineStart && bytes.StartsWith("\\.\n"u8))
            return 0;
        var found = bytes.IndexOf("\n\\.\n"u8);
        return found < 0 ? -1 : found + 1;
    }

    private async Task ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var first = await ReadTextLineAsync(cancellationToken);
        if (first != BackupFileForm.FirstLine)
            throw Invalid("it does not begin as a backup file does");
        string? line;
        while ((line = await ReadTextLineAsync(cancellationToken)) is not null && !line.StartsWith(BackupFileForm.TokenLine, StringComparison.Ordinal))
        {
        }

        if (line is null)
            throw Invalid("its header is not whole");
        _markBegin = BackupFileForm.Mark(line[BackupFileForm.TokenLine.Length..], "");
        Preamble = await ReadSqlAsync(cancellationToken);
        if (_next is null)
            throw Invalid("it has no sections");
    }

    private async Task<string?> ReadTextLineAsync(CancellationToken cancellationToken) =>
        await _lines.ReadLineAsync(cancellationToken) is { } line ? Encoding.UTF8.GetString(line.Span) : null;

    // Null at a section's mark, whose name is kept, and at the end of the file.
    private async ValueTask<ReadOnlyMemory<byte>?> ReadLineOrMarkAsync(CancellationToken cancellationToken)
    {
        if (await _lines.ReadLineAsync(cancellationToken) is not { } line)
        {
            if (_next != BackupFileForm.End)
                throw Invalid("it ends too early");
            _next = null;
            return null;
        }

        if (line.Length > _markBegin.Length && line.Length < 100 && line.Span.StartsWith("-- "u8))
        {
            var text = Encoding.UTF8.GetString(line.Span);
            if (text.StartsWith(_markBegin, StringComparison.Ordinal))
            {
                _next = text[_markBegin.Length..];
                return null;
            }
        }

        return line;
    }

    private DbSafetyException Invalid(string reason) =>
        new("BackupFileInvalid", ErrorKind.BackupInvalid, $"The backup file {_path[(_path.LastIndexOfAny(['/', '\\']) + 1)..]} cannot be used: {reason}.")
        {
            State = "Nothing was changed.",
            NextStep = "Use another backup set: dbsafety backups lists them.",
            Script = _path,
        };
}
