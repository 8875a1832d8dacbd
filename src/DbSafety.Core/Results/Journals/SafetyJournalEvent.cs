namespace DbSafety.Core.Results.Journals;

/// <summary>One event of the journal.</summary>
/// <param name="Position">Its place in the chain of the database; null for one that only the file has.</param>
/// <param name="Time">When it was written, by the server's clock; by the machine's own for one that only the file has.</param>
/// <param name="Event">What happened, such as <c>applied</c> or <c>restored</c>.</param>
/// <param name="Target">The target's name.</param>
/// <param name="RunId">The run, the command or the lease that it belongs to.</param>
/// <param name="Migration">The migration, where it is about one.</param>
/// <param name="Step">The step of the migration, from 1.</param>
/// <param name="By">The account and the machine that did it, as <c>who@where</c>.</param>
/// <param name="Role">The role that spoke with the server.</param>
/// <param name="Place">Who has it: the database, the file, or both.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Summary">The rest in a few words.</param>
/// <param name="Detail">The rest, as JSON.</param>
/// <param name="Hash">Its hash in the chain of the database; null for one that only the file has.</param>
public sealed record SafetyJournalEvent(
    long? Position,
    DateTimeOffset Time,
    string Event,
    string Target,
    string RunId,
    string? Migration,
    int? Step,
    string By,
    string? Role,
    JournalPlace Place,
    TimeSpan? Duration,
    string Summary,
    string Detail,
    string? Hash);
