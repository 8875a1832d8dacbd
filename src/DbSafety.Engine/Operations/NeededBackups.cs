using DbSafety.Engine.Backups;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Operations;

/// <summary>
/// What a database says of its backups: which of them its journal still needs, since a migration is applied, or half applied, that they
/// were taken before. A database that cannot be asked is an error: nothing is removed on a guess.
/// </summary>
internal sealed class NeededBackups
{
    private readonly ServerFacts _facts;

    private NeededBackups(ServerFacts facts, IReadOnlyDictionary<string, string> reasons)
    {
        _facts = facts;
        Reasons = reasons;
    }

    /// <summary>Why each backup that is needed is needed, by its id.</summary>
    public IReadOnlyDictionary<string, string> Reasons { get; }

    public static async Task<NeededBackups> AskAsync(Sessions sessions, CancellationToken cancellationToken)
    {
        await using var session = await sessions.OpenAsync("prune", cancellationToken);
        var history = new MigrationHistory(await JournalReader.ReadAsync(session, cancellationToken));
        var reasons = new Dictionary<string, string>();
        foreach (var record in history.Applied)
            if (record.Applied?.Entry.BackupId is { } id)
                reasons[id] = $"It holds what was there before {record.Id}, which is applied.";
        foreach (var record in history.Unfinished)
            if (record.Unfinished?.Started.Entry.BackupId is { } id)
                reasons[id] = $"It holds what was there before {record.Id}, of which some steps may remain.";
        if (history.OpenRun is { } run && run.Entry.BackupId is { } last)
            reasons[last] = $"It was taken for run {run.RunId}, whose end is not in the journal.";
        return new NeededBackups(await ServerFacts.ReadAsync(session, cancellationToken), reasons);
    }

    /// <summary>The set was made of this database, as far as both know.</summary>
    public bool IsOfThisDatabase(BackupSet set) =>
        set.Manifest.Server.Database == _facts.Database
        && (set.Manifest.Server.SystemIdentifier is null || _facts.SystemIdentifier is null || set.Manifest.Server.SystemIdentifier == _facts.SystemIdentifier);

    /// <summary>Why a set of another database is left alone.</summary>
    public string WhyNot(BackupSet set) => set.Manifest.Server.Database == _facts.Database
        ? $"It is of database {_facts.Database} on another server, whose journal was not asked."
        : $"It is of database {set.Manifest.Server.Database}, whose journal was not asked.";
}
