namespace DbSafety.Engine.Rehearsal.Shadows;

/// <summary>The rows of a table that were brought to the shadow.</summary>
/// <param name="Table">The quoted name.</param>
/// <param name="Rows">The rows on the shadow.</param>
/// <param name="LiveRows">The rows of the target: counted where all were brought, else estimated.</param>
internal sealed record LoadedTable(string Table, long Rows, long LiveRows)
{
    /// <summary>Only a part of the rows was brought.</summary>
    public bool IsSample => Rows < LiveRows;
}
