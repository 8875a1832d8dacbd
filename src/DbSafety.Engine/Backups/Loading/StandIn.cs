using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Loading;

/// <summary>
/// A table that the file of another one has made already, without rows, since something of that other table names it: two tables whose
/// policies name each other need each other. Of the table's own file only what is not there yet is run, and its rows come in.
/// </summary>
internal sealed class StandIn
{
    private readonly Dictionary<string, int> _made;

    private StandIn(Dictionary<string, int> made) => _made = made;

    /// <summary>The stand-in of a table; null where the table is not there. One that another session made is no stand-in: its file then fails, as it should.</summary>
    /// <param name="connection">The session that loads.</param>
    /// <param name="table">The table whose turn it is.</param>
    /// <param name="isOursAlone">Nobody else uses the database, so whatever is there was made here.</param>
    public static async Task<StandIn?> FindAsync(NpgsqlConnection connection, ManifestTable table, bool isOursAlone, CancellationToken cancellationToken)
    {
        // What our own transaction has made, in whichever of its savepoints, is still in progress.
        var isMadeHere = isOursAlone ? "true" : """
            pg_catalog.pg_xact_status((((pg_catalog.pg_current_xact_id()::text::bigint >> 32) << 32) | xmin::text::bigint)::text::xid8) = 'in progress'
            """;
        if (!await SqlText.ScalarAsync<bool>(connection,
                $"SELECT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass({Identifier.Literal(table.QualifiedName)}) AND {isMadeHere})", cancellationToken))
            return null;
        var present = (await SchemaReader.ReadAsync(connection, cancellationToken)).Objects.Select(item => item.Identity).ToHashSet();
        await CopySession.ApplyAsync(connection, null, cancellationToken);
        return new StandIn(table.Structure.Where(item => present.Contains(item.Key)).SelectMany(item => item.Statements)
            .GroupBy(SqlText.Bare).ToDictionary(group => group.Key, group => group.Count()));
    }

    /// <summary>Whether a statement of the file has been run already, by the file that made the stand-in. Each is asked once.</summary>
    public bool Has(string statement)
    {
        if (!_made.TryGetValue(SqlText.Bare(statement), out var left) || left == 0)
            return false;
        _made[SqlText.Bare(statement)] = left - 1;
        return true;
    }
}
