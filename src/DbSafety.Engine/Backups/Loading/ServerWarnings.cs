using System.Collections.Concurrent;
using Npgsql;

namespace DbSafety.Engine.Backups.Loading;

/// <summary>Collects the warnings that a server sends, such as those of a backup file about a missing role.</summary>
internal sealed class ServerWarnings : IDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly ConcurrentQueue<string> _texts = new();

    public ServerWarnings(NpgsqlConnection connection)
    {
        _connection = connection;
        connection.Notice += Keep;
    }

    /// <summary>What came since the last time, each once.</summary>
    public IReadOnlyList<string> Take()
    {
        var texts = new List<string>();
        while (_texts.TryDequeue(out var text))
            texts.Add(text);
        return [.. texts.Distinct()];
    }

    public void Dispose() => _connection.Notice -= Keep;

    private void Keep(object sender, NpgsqlNoticeEventArgs notice)
    {
        if (notice.Notice.InvariantSeverity == "WARNING")
            _texts.Enqueue(notice.Notice.MessageText);
    }
}
