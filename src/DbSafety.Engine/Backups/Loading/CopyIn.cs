using Npgsql;

namespace DbSafety.Engine.Backups.Loading;

/// <summary>Rows on their way into a table, as raw COPY text (research A3). Without <see cref="CompleteAsync"/> nothing of them stays.</summary>
internal sealed class CopyIn : IAsyncDisposable
{
    private readonly StreamWriter _writer;
    private bool _completed;

    private CopyIn(StreamWriter writer) => _writer = writer;

    public static async Task<CopyIn> BeginAsync(NpgsqlConnection connection, string copy, CancellationToken cancellationToken) =>
        new((StreamWriter)await connection.BeginTextImportAsync(copy, cancellationToken));

    public ValueTask WriteAsync(ReadOnlyMemory<byte> rows, CancellationToken cancellationToken) => _writer.BaseStream.WriteAsync(rows, cancellationToken);

    /// <summary>Ends the copy; here the server tells what was wrong with a row.</summary>
    public async Task CompleteAsync()
    {
        _completed = true;
        await _writer.BaseStream.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_completed)
            return;
        try
        {
            if (_writer.BaseStream is NpgsqlRawCopyStream raw)
                await raw.CancelAsync();
        }
        catch (Exception error) when (error is NpgsqlException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The connection is gone, and the copy with it.
        }
    }
}
