namespace DbSafety.Engine.Audit.Checking;

/// <summary>One member of a chain, as it stands.</summary>
/// <param name="Place">Where it stands: the position in the table, or the line of the file.</param>
/// <param name="Home">Where it was written, which its hash covers; null where its content does not fit its hash.</param>
/// <param name="Hash">Its hash, as it says.</param>
/// <param name="Previous">The hash of the one before it, as it says.</param>
internal sealed record ChainItem(long Place, long? Home, string? Hash, string? Previous);
