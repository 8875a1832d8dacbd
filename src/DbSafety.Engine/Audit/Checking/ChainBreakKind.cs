namespace DbSafety.Engine.Audit.Checking;

/// <summary>What was done to a chain.</summary>
internal enum ChainBreakKind
{
    Edited,
    Removed,
    Inserted,
    Reordered,
}
