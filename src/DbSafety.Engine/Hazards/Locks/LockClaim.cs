using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Hazards.Symbols;

namespace DbSafety.Engine.Hazards.Locks;

/// <summary>What a statement will do to a table, as far as its form tells.</summary>
/// <param name="Table">The table.</param>
/// <param name="Mode">The strongest lock that it takes on it.</param>
/// <param name="Rewrites">It writes the table anew.</param>
/// <param name="Scans">It reads the whole table under that lock.</param>
/// <param name="BuildsIndex">It builds an index under that lock.</param>
internal sealed record LockClaim(TableSymbol Table, LockMode Mode, bool Rewrites = false, bool Scans = false, bool BuildsIndex = false);
