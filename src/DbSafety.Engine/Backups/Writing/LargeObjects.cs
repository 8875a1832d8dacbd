using System.Globalization;
using DbSafety.Engine.Backups.Loading;
using Npgsql;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>Large objects belong to no table and are not backed up: that is said where the whole database is.</summary>
internal static class LargeObjects
{
    public static async Task<IReadOnlyList<string>> WarnAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var count = await SqlText.ScalarAsync<long>(connection, "SELECT count(*) FROM pg_catalog.pg_largeobject_metadata", cancellationToken);
        return count == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"The database has {count:N0} large objects, which are not in the backup; pg_dump --large-objects saves them.")];
    }
}
