using DbSafety.Engine.Backups.Files;
using Npgsql;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>Reads the rows of some pages of one table.</summary>
internal interface IRangeReader
{
    /// <summary>A queue for the rows of one range, which waits where so many blocks are ready.</summary>
    GzipBlockQueue Queue(int capacity);

    /// <param name="end">The page after the last one; null for all that come.</param>
    Task ReadAsync(NpgsqlConnection connection, GzipBlockQueue queue, long first, long? end, CancellationToken cancellationToken);
}
