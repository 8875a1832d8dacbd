namespace DbSafety.Core.Results.Journals;

/// <summary>The end of the journal's chain: whoever keeps it elsewhere can tell later whether anything before it was changed.</summary>
/// <param name="Position">The position of the last event.</param>
/// <param name="Hash">Its hash, which covers every event before it.</param>
public sealed record JournalHead(long Position, string Hash)
{
    /// <summary>As it is printed, and as <c>Test-SafetyJournal -Head</c> takes it.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Position}:{Hash}");
}
