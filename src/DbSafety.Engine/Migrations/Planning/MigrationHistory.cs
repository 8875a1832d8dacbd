using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Journals;

namespace DbSafety.Engine.Migrations.Planning;

/// <summary>What the journal's rows say together, migration by migration.</summary>
public sealed class MigrationHistory
{
    private readonly Dictionary<string, MigrationRecord> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JournalRow> _openRuns = new(StringComparer.Ordinal);
    private readonly List<JournalRow> _outstanding = [];

    public MigrationHistory(IReadOnlyList<JournalRow> rows)
    {
        // Who only asks for an approval, or gives one, changes nothing.
        IsEmpty = rows.All(row => row.Event is JournalEvent.Requested or JournalEvent.Approved or JournalEvent.Denied);
        foreach (var row in rows)
            Add(row);
    }

    /// <summary>Nothing was ever changed here by this tool.</summary>
    public bool IsEmpty { get; }

    /// <summary>What is applied, in the order in which it was.</summary>
    public IReadOnlyList<MigrationRecord> Applied =>
        [.. _records.Values.Where(record => record.Applied is not null).OrderBy(record => record.Applied!.Position)];

    /// <summary>Migrations of which some steps may remain, in the order in which they began.</summary>
    public IReadOnlyList<MigrationRecord> Unfinished =>
        [.. _records.Values.Where(record => record.Unfinished is not null).OrderBy(record => record.Unfinished!.Started.Position)];

    /// <summary>The last run, where its end is not in the journal.</summary>
    public JournalRow? OpenRun => _openRuns.Values.MaxBy(row => row.Position);

    /// <summary>Approvals after the fact that nobody has given yet.</summary>
    public IReadOnlyList<JournalRow> Outstanding => _outstanding;

    /// <summary>What is known of a migration; null when the journal does not name it.</summary>
    public MigrationRecord? Find(string id) => _records.GetValueOrDefault(id);

    private void Add(JournalRow row)
    {
        AddRun(row);
        AddApproval(row);
        if (row.Migration is not { } id)
            return;
        var record = _records.GetValueOrDefault(id) ?? new MigrationRecord(id);
        _records[id] = row.Event switch
        {
            JournalEvent.MigrationStarted => record with { Failed = null, Unfinished = Begin(record, MigrationDirection.Up, row) },
            JournalEvent.RollbackStarted => record with { Unfinished = Begin(record, MigrationDirection.Rollback, row) },
            JournalEvent.StepStarted when record.Unfinished is { } attempt => record with { Unfinished = attempt with { OpenStep = row } },
            JournalEvent.BatchDone when record.Unfinished is { } attempt => record with { Unfinished = attempt with { Batch = row } },
            JournalEvent.StepDone when record.Unfinished is { } attempt => record with { Unfinished = Done(attempt, row.Entry.Step ?? 0) },
            JournalEvent.FailedPartly when record.Unfinished is { } attempt => record with { Unfinished = attempt with { Failure = row } },
            JournalEvent.Failed => record with { Failed = row, Unfinished = null },
            JournalEvent.Applied or JournalEvent.Registered => new MigrationRecord(id) { Applied = row },
            JournalEvent.RolledBack => new MigrationRecord(id),
            _ => record,
        };
    }

    // A run that goes on where an earlier one stopped keeps what that one did.
    private static UnfinishedAttempt Begin(MigrationRecord record, MigrationDirection direction, JournalRow row) => record.Unfinished switch
    {
        { StepsDone.Count: > 0 } earlier when earlier.Direction == direction => earlier with { Failure = null },
        { Batch: not null } earlier when earlier.Direction == direction => earlier with { Failure = null },
        { OpenStep: not null } earlier when earlier.Direction == direction => earlier with { Failure = null, Started = row },
        _ => new UnfinishedAttempt(direction, row, [], null, null),
    };

    private static UnfinishedAttempt Done(UnfinishedAttempt attempt, int step) => attempt with { StepsDone = [.. attempt.StepsDone, step], OpenStep = null, Batch = null };

    private void AddRun(JournalRow row)
    {
        if (row.Event == JournalEvent.RunStarted)
        {
            // Whoever began this run held the lock, so any earlier one had ended.
            _openRuns.Clear();
            _openRuns[row.RunId] = row;
        }
        else if (row.Event == JournalEvent.RunFinished)
        {
            _openRuns.Remove(row.RunId);
        }
    }

    private void AddApproval(JournalRow row)
    {
        if (row.Event == JournalEvent.ApprovalOutstanding)
            _outstanding.Add(row);
        else if (row.Event is JournalEvent.Approved or JournalEvent.Denied && (string?)row.Entry.Detail["for_run"] is { } run)
            _outstanding.RemoveAll(owed => owed.RunId == run && (string?)owed.Entry.Detail["point"] == (string?)row.Entry.Detail["point"]);
    }
}
