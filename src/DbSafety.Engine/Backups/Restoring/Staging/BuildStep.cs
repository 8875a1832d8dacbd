namespace DbSafety.Engine.Backups.Restoring.Staging;

/// <summary>The order in which sessions take open work. What ends a table comes first, and loading next, since other work waits for both.</summary>
internal enum BuildStep
{
    End,
    Load,
    Index,
    Analyze,
    Read,
}
