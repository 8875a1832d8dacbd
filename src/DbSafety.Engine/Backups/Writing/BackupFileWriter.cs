using System.Text;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Stores;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>Writes one file of a set: its header, its sections in one transaction, its end.</summary>
internal sealed class BackupFileWriter : IAsyncDisposable
{
    // Blocks that wait or are compressed at once, beside the one that fills and the one that is written.
    private const int Workers = 4;

    private readonly IFileDraft _file;
    private readonly string _name;
    private readonly string _token = Guid.NewGuid().ToString("N");
    private readonly GzipBlockWriter _gzip;

    public BackupFileWriter(SetFiles set, string name, int compressionLevel, GzipBlockPool pool)
    {
        _name = name;
        _file = set.Create(name);
        _gzip = new GzipBlockWriter(_file.Stream, new GzipLevel(compressionLevel), Workers, pool);
    }

    /// <summary>Where the rows go.</summary>
    public GzipBlockWriter Gzip => _gzip;

    public async Task BeginAsync(IEnumerable<string> description, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        text.Append(BackupFileForm.FirstLine).Append('\n');
        foreach (var line in description)
            text.Append("-- ").Append(line.ReplaceLineEndings(" ")).Append('\n');
        text.Append(BackupFileForm.TokenLine).Append(_token).Append("\n\n");
        foreach (var setting in Settings)
            text.Append(GuardedSql.Statement(setting));
        text.Append("\nBEGIN;\n");
        await _gzip.WriteTextAsync(text.ToString(), cancellationToken);
    }

    public Task SectionAsync(string section, string sql, CancellationToken cancellationToken) => SectionAsync(section, [sql], cancellationToken);

    /// <summary>A section in pieces, each of which is written before the next one is made.</summary>
    public async Task SectionAsync(string section, IEnumerable<string> sql, CancellationToken cancellationToken)
    {
        await _gzip.WriteTextAsync($"\n{BackupFileForm.Mark(_token, section)}\n", cancellationToken);
        foreach (var piece in sql)
            await _gzip.WriteTextAsync(piece, cancellationToken);
    }

    /// <summary>Ends the file and brings all of it to the store; it is not published.</summary>
    public async Task<ManifestFile> EndAsync(CancellationToken cancellationToken)
    {
        await SectionAsync(BackupFileForm.End, "COMMIT;\n", cancellationToken);
        var (bytes, sha256) = await _gzip.FinishAsync(cancellationToken);
        await _file.CloseAsync(cancellationToken);
        return new ManifestFile(_name, bytes, _gzip.UncompressedBytes, sha256);
    }

    public ValueTask DisposeAsync() => _gzip.DisposeAsync();

    private static IEnumerable<string> Settings =>
    [
        "SET client_encoding = 'UTF8'",
        .. CopySession.TextSettings,
        "SET search_path = ''",
        "SET statement_timeout = 0",
        "SET lock_timeout = 0",
        "SET idle_in_transaction_session_timeout = 0",
        "SET row_security = off",
        "SET check_function_bodies = off",
        "SET client_min_messages = warning",
    ];
}
