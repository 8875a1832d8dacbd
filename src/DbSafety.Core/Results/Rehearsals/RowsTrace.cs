namespace DbSafety.Core.Results.Rehearsals;

/// <summary>What a statement read and wrote of a table that was there before the rehearsed chain began.</summary>
/// <param name="Table">Schema and name, quoted where they need it.</param>
/// <param name="Scans">How often the whole table was read from end to end.</param>
/// <param name="RowsScanned">The rows read by that.</param>
/// <param name="Inserted">Rows inserted.</param>
/// <param name="Updated">Rows updated.</param>
/// <param name="Deleted">Rows deleted; those that TRUNCATE takes away are not counted by the server.</param>
public sealed record RowsTrace(string Table, long Scans, long RowsScanned, long Inserted, long Updated, long Deleted)
{
    /// <summary>The rows written.</summary>
    public long Written => Inserted + Updated + Deleted;
}
