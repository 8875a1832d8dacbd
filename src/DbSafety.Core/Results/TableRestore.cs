namespace DbSafety.Core.Results;

/// <summary>One table that was restored.</summary>
/// <param name="Id">The backup's id.</param>
/// <param name="Table">The table.</param>
/// <param name="Mode">What was done; never <see cref="RestoreMode.Auto"/>.</param>
/// <param name="RowsInBackup">Rows in the backup.</param>
/// <param name="Inserted">Rows that were missing and came back.</param>
/// <param name="Updated">Rows that differed and were brought back.</param>
/// <param name="Removed">Live rows that were deleted, since they are not in the backup and that was asked for.</param>
/// <param name="Kept">Live rows that are not in the backup and stayed.</param>
/// <param name="Verified">The live table was compared with the backup at the end, and holds it.</param>
/// <param name="Changed">False under WhatIf: the figures say what would have been done.</param>
/// <param name="SideSchema">The schema that the table was loaded into, where it still exists.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Detail">What was made again, what could not be, and what a person should look at.</param>
/// <param name="Replaced">The former table, which a swap keeps until it is dropped.</param>
public sealed record TableRestore(
    string Id,
    string Table,
    RestoreMode Mode,
    long RowsInBackup,
    long Inserted,
    long Updated,
    long Removed,
    long Kept,
    bool Verified,
    bool Changed,
    string? SideSchema,
    TimeSpan Duration,
    IReadOnlyList<string> Detail,
    string? Replaced = null)
{
    /// <summary>The locks on live tables, with estimates that were made before the change.</summary>
    public IReadOnlyList<TableLock> Locks { get; init; } = [];

    /// <summary>For how long live tables were locked; null where none was.</summary>
    public TimeSpan? LockedFor { get; init; }
}
