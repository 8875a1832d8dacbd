namespace DbSafety.Core.Results.Journals;

/// <summary>The outcome of a check of a journal: the table's chain, the file's chain, and the one against the other.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Database">Server and database, without a password; null where it was not asked.</param>
/// <param name="File">The file; null where there is none.</param>
/// <param name="Rows">The rows of the table that were checked.</param>
/// <param name="Lines">The lines of the file that were checked.</param>
/// <param name="Witnesses">Heads that were kept elsewhere (plans, signed requests, <c>-Head</c>) and were found in the chain.</param>
/// <param name="Head">The end of the table's chain; the file's knowledge of it where the database was not asked.</param>
/// <param name="Passed">Nothing was changed, as far as can be seen.</param>
/// <param name="Findings">What was found.</param>
public sealed record JournalCheck(
    string Target,
    string? Database,
    string? File,
    long Rows,
    long Lines,
    int Witnesses,
    JournalHead? Head,
    bool Passed,
    IReadOnlyList<JournalFinding> Findings) : ITestedResult;
