using DbSafety.Core.Results.Rehearsals;

namespace DbSafety.Engine.Hazards.Locks;

/// <summary>What a lock mode means for others.</summary>
internal static class LockModes
{
    /// <summary>SELECT waits.</summary>
    public static bool BlocksReads(this LockMode mode) => mode == LockMode.AccessExclusive;

    /// <summary>INSERT, UPDATE and DELETE wait.</summary>
    public static bool BlocksWrites(this LockMode mode) => mode >= LockMode.Share;

    /// <summary>The mode in PostgreSQL's words.</summary>
    public static string Words(this LockMode mode) => mode switch
    {
        LockMode.AccessShare => "ACCESS SHARE",
        LockMode.RowShare => "ROW SHARE",
        LockMode.RowExclusive => "ROW EXCLUSIVE",
        LockMode.ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
        LockMode.Share => "SHARE",
        LockMode.ShareRowExclusive => "SHARE ROW EXCLUSIVE",
        LockMode.Exclusive => "EXCLUSIVE",
        LockMode.AccessExclusive => "ACCESS EXCLUSIVE",
        _ => "none",
    };

    /// <summary>The mode of these words, or of pg_locks' <c>AccessExclusiveLock</c>.</summary>
    public static LockMode Of(string words)
    {
        var letters = string.Concat(words.Where(char.IsLetter));
        if (letters.EndsWith("Lock", StringComparison.Ordinal))
            letters = letters[..^4];
        return Enum.TryParse<LockMode>(letters, ignoreCase: true, out var mode) ? mode : default(LockMode);
    }
}
