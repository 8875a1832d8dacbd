namespace DbSafety.Engine.Audit.Checking;

/// <summary>A line that says that the database did not have any more what the file had.</summary>
/// <param name="Line">The line.</param>
/// <param name="From">The first position that was lost.</param>
/// <param name="To">The last one.</param>
/// <param name="IsRestored">The database was another one, or its write-ahead log stood before the place where it had been.</param>
internal sealed record FileLoss(long Line, long From, long To, bool IsRestored);
