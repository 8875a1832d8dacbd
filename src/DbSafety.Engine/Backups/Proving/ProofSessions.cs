using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Backups.Proving;

/// <summary>The sessions of one proof on its scratch database, and the warnings that the server sends to the first of them.</summary>
internal sealed class ProofSessions : IAsyncDisposable
{
    private readonly Sessions _scratch;
    private readonly int _count;
    private readonly List<NpgsqlConnection> _connections = [];
    private ServerWarnings? _warnings;

    private ProofSessions(Sessions scratch, int count)
    {
        _scratch = scratch;
        _count = count;
    }

    public IReadOnlyList<NpgsqlConnection> All => _connections;

    /// <summary>The one that runs the files' SQL.</summary>
    public NpgsqlConnection Main => _connections[0];

    public static async Task<ProofSessions> OpenAsync(Sessions scratch, int count, CancellationToken cancellationToken)
    {
        var opened = new ProofSessions(scratch, count);
        try
        {
            await opened.OpenAsync(cancellationToken);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>The warnings since the last time.</summary>
    public IReadOnlyList<string> TakeWarnings() => _warnings!.Take();

    /// <summary>Puts new sessions in the place of these, of which one may have been stopped in the middle of a message.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        await DisposeAsync();
        await OpenAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _warnings?.Dispose();
        foreach (var connection in _connections)
            await connection.DisposeAsync();
        _connections.Clear();
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        while (_connections.Count < _count)
        {
            _connections.Add(await _scratch.OpenAsync("proof", cancellationToken));
            await CopySession.ApplyAsync(_connections[^1], TimeSpan.Zero, cancellationToken);
        }

        _warnings = new ServerWarnings(Main);
    }
}
