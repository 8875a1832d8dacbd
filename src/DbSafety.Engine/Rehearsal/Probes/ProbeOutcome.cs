using DbSafety.Core.Results.Rehearsals;

namespace DbSafety.Engine.Rehearsal.Probes;

/// <summary>What became of the synthetic rows.</summary>
/// <param name="Tables">The quoted names of the tables that had one.</param>
/// <param name="Losses">What came back different, table by table.</param>
/// <param name="Obstacle">Why the trial did not come to its end; null where it did.</param>
internal sealed record ProbeOutcome(IReadOnlySet<string> Tables, IReadOnlyList<DataLoss> Losses, string? Obstacle = null)
{
    /// <summary>The table had a row, and it came through unchanged.</summary>
    public bool Kept(string table) => Obstacle is null && Tables.Contains(table) && Losses.All(loss => loss.Table != table);
}
