using System.Globalization;
using DbSafety.Engine.Monitoring.Health;
using Npgsql;

namespace DbSafety.Engine.Migrations.Guarding;

/// <summary>
/// What share of the database's transactions ends in a rollback, over the last ten seconds, by the server's own counters
/// (<c>pg_stat_database</c>; sessions report theirs about once a second). A statement that fails outside a transaction counts as one.
/// </summary>
/// <param name="session">The guard's session.</param>
/// <param name="limit">From 0 to 1.</param>
internal sealed class ErrorRate(NpgsqlConnection session, double limit)
{
    private const int FewestErrors = 10;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Queue<Counters> _seen = new();
    private Counters? _last;
    private DateTimeOffset _lastLook;

    /// <summary>The end of a sentence where the share is too large; null where it is not, or where there were too few errors to tell.</summary>
    /// <param name="now">The guard's clock.</param>
    public async Task<string?> LookAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_last is null || now - _lastLook >= Pause)
        {
            _lastLook = now;
            _last = await Counters.ReadAsync(session, cancellationToken);
            _seen.Enqueue(_last);
            while (_last.At - _seen.Peek().At > Window)
                _seen.Dequeue();
        }

        var (first, last) = (_seen.Peek(), _last);
        var (commits, rollbacks) = (last.Commits - first.Commits, last.Rollbacks - first.Rollbacks);
        // Counters that were reset go backwards.
        if (commits < 0 || rollbacks < FewestErrors || (double)rollbacks / (commits + rollbacks) <= limit)
            return null;
        return string.Create(CultureInfo.InvariantCulture,
            $"{rollbacks} of the database's last {commits + rollbacks} transactions, {100.0 * rollbacks / (commits + rollbacks):0.#} %, ended in a rollback (limit {100 * limit:0.#} %)");
    }

    /// <summary>Begins anew: the next attempt is judged by what happens from here on.</summary>
    public void Forget()
    {
        _seen.Clear();
        _last = null;
    }
}
