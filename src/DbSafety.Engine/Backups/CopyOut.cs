using Npgsql;

namespace DbSafety.Engine.Backups;

/// <summary>Rows as the server sends them for COPY … TO STDOUT in text form: the raw bytes, never decoded (research A3).</summary>
internal sealed class CopyOut : IAsyncDisposable
{
    private readonly StreamReader _reader;
    private bool _ended;

    private CopyOut(StreamReader reader) => _reader = reader;

    /// <summary>The bytes. The reader around them is never read: it would take some away.</summary>
    public Stream Stream => _reader.BaseStream;

    public static async Task<CopyOut> BeginAsync(NpgsqlConnection connection, string copy, CancellationToken cancellationToken) =>
        new((StreamReader)await connection.BeginTextExportAsync(copy, cancellationToken));

    /// <summary>The digest of what a COPY statement gives.</summary>
    public static async Task<(string Digest, long Rows)> DigestAsync(
        NpgsqlConnection connection, string copy, Action<int> arrived, CancellationToken cancellationToken)
    {
        using var digest = new ContentDigest();
        await using var rows = await BeginAsync(connection, copy, cancellationToken);
        var buffer = GC.AllocateUninitializedArray<byte>(1 << 18);
        var length = 0;
        while (true)
        {
            var count = await rows.Stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            length += count;
            if (count > 0 && length < buffer.Length)
                continue;
            digest.Append(buffer.AsSpan(0, length));
            arrived(length);
            length = 0;
            if (count == 0)
                break;
        }

        rows.End();
        return (digest.Value, digest.Rows);
    }

    /// <summary>All was read: nothing is to be cancelled.</summary>
    public void End() => _ended = true;

    public async ValueTask DisposeAsync()
    {
        // Without a cancellation the driver would read the rest of the table to its end.
        if (!_ended && Stream is NpgsqlRawCopyStream raw)
        {
            try
            {
                await raw.CancelAsync();
            }
            catch (Exception error) when (error is NpgsqlException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
            {
                // The copy has ended, or the connection is gone: both are what we want.
            }
        }

        try
        {
            await _reader.BaseStream.DisposeAsync();
        }
        catch (Exception) when (!_ended)
        {
            // What went wrong before is what is reported.
        }

        _reader.Dispose();
    }
}
