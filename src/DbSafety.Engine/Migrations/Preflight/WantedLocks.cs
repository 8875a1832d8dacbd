using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Hazards;
using DbSafety.Engine.Hazards.Locks;

namespace DbSafety.Engine.Migrations.Preflight;

/// <summary>Which locks a run will want on tables that are there.</summary>
internal sealed class WantedLocks
{
    private readonly Dictionary<uint, LockMode> _strongest = [];

    private WantedLocks()
    {
    }

    /// <summary>The tables' oids.</summary>
    public IReadOnlyCollection<uint> Tables => _strongest.Keys;

    /// <summary>A statement waits for every old snapshot of the database, as CREATE INDEX CONCURRENTLY does (research L5).</summary>
    public bool WaitsForSnapshots { get; private set; }

    public static WantedLocks Of(IReadOnlyList<JudgedScript> judged)
    {
        var wanted = new WantedLocks();
        foreach (var statement in judged.SelectMany(script => script.Statements))
        {
            var concurrently = statement.Facts.RunsOutsideTransaction && statement.Statement.Text.Contains("CONCURRENTLY", StringComparison.OrdinalIgnoreCase);
            wanted.WaitsForSnapshots |= concurrently;
            foreach (var claim in statement.LocksOfExisting.Where(claim => claim.Table.Facts is not null))
            {
                // CONCURRENTLY takes a weak lock and waits for every writer all the same.
                var mode = concurrently && claim.Mode < LockMode.Share ? LockMode.Share : claim.Mode;
                var oid = claim.Table.Facts!.Oid;
                wanted._strongest[oid] = wanted._strongest.TryGetValue(oid, out var known) && known > mode ? known : mode;
            }
        }

        return wanted;
    }

    /// <summary>Whether a lock that is held stands in the way, and of which mode (documentation, table 13.2).</summary>
    public LockMode? StandsInTheWay(uint table, string held)
    {
        if (!_strongest.TryGetValue(table, out var wanted))
            return null;
        return Conflicts(wanted, LockModes.Of(held)) ? wanted : null;
    }

    private static bool Conflicts(LockMode wanted, LockMode held) => wanted switch
    {
        LockMode.AccessShare => held == LockMode.AccessExclusive,
        LockMode.RowShare => held >= LockMode.Exclusive,
        LockMode.RowExclusive => held >= LockMode.Share,
        LockMode.ShareUpdateExclusive => held >= LockMode.ShareUpdateExclusive,
        LockMode.Share => held >= LockMode.RowExclusive && held != LockMode.Share,
        LockMode.ShareRowExclusive => held >= LockMode.RowExclusive,
        LockMode.Exclusive => held >= LockMode.RowShare,
        LockMode.AccessExclusive => true,
        _ => false,
    };
}
