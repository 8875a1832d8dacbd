using DbSafety.Engine.Postgres;
using DbSafety.Engine.Schema.Reading;
using Npgsql;

namespace DbSafety.Engine.Schema.Following;

/// <summary>
/// Reads a schema again in a time that grows with what changed and not with what there is: only the objects of which the catalogs have
/// newer rows, those that somebody locked (what is dropped leaves no row, and always a lock), and those written with a name that changed.
/// </summary>
internal static class SchemaFollower
{
    /// <summary>The schema as it is now, inside the connection's open transaction where there is one.</summary>
    /// <param name="connection">The session.</param>
    /// <param name="earlier">What was read at the moment of the mark.</param>
    /// <param name="mark">That moment.</param>
    /// <param name="locked">The relations and other objects that any transaction since then has locked against others.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null where everything has to be read, since what changed is written into too many others: a schema, an extension, the system's own.</returns>
    public static async Task<DatabaseSchema?> ReadAsync(
        NpgsqlConnection connection, DatabaseSchema earlier, CatalogMark mark, IReadOnlyCollection<uint> locked, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await ReadingSession.OpenAsync(connection, cancellationToken);
            var catalogs = new CatalogChanges(connection);
            var changed = await catalogs.SinceAsync(mark, cancellationToken);
            if (changed.Any(oid => oid < Catalog.FirstUserOid))
                return null;
            changed.UnionWith(locked.Where(oid => oid >= Catalog.FirstUserOid));
            if (NamesTooMuch(earlier, changed) || await catalogs.AnyMemberAsync(changed, cancellationToken))
                return null;
            var withRare = earlier.Objects.Any(item => MergedSchema.IsRare(item.Kind)) || await catalogs.AnyRareSinceAsync(mark, session.Version, cancellationToken);
            while (true)
            {
                changed.UnionWith(await catalogs.OwnersAsync(changed, cancellationToken));
                // A row that is gone no longer tells whose sequence it was, and whose child.
                changed.UnionWith(earlier.Tables.Where(table => table.OwnedSequences.Any(sequence => changed.Contains(sequence.Key.Oid))).Select(table => table.Oid).ToList());
                HashSet<uint> wanted =
                [
                    .. changed,
                    .. await catalogs.AroundAsync(changed, cancellationToken),
                    .. earlier.Tables.Where(table => table.InheritedBy.Concat(table.Partitions).Any(child => changed.Contains(child.Oid))).Select(table => table.Oid),
                ];
                var part = await SchemaReader.ReadPartAsync(connection, session, wanted, withRare, cancellationToken);
                var renamed = Renamed.Between(earlier, part, changed);
                var before = changed.Count;
                changed.UnionWith(await catalogs.DependentsAsync(renamed.Named, cancellationToken));
                changed.UnionWith(await catalogs.RulesAsync(renamed.Extended, cancellationToken));
                changed.UnionWith(await catalogs.CallersAsync([.. renamed.Named, .. renamed.Extended], cancellationToken));
                if (changed.Count == before)
                    return MergedSchema.Of(earlier, part, changed, withRare);
            }
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            throw PostgresErrors.Map(error, $"reading the schema of {connection.Database}", "Nothing was changed.");
        }
    }

    private static bool NamesTooMuch(DatabaseSchema earlier, HashSet<uint> changed) =>
        earlier.Objects.Any(item => item.Kind is SchemaObjectKind.Schema or SchemaObjectKind.Extension && changed.Contains(item.Key.Oid));
}
