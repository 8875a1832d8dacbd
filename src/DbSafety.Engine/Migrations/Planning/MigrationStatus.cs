using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Projects.Layouts;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Planning;

/// <summary>The migrations of the files and of the journal, side by side.</summary>
internal sealed class MigrationStatus(MigrationCatalog catalog, MigrationHistory history, string target)
{
    /// <summary>Every migration in the order of the files; those whose files are gone come where they were applied, after the rest.</summary>
    public IReadOnlyList<MigrationInfo> List()
    {
        var newest = catalog.Sources.Where(source => source.Repeats == RepeatableKind.Once && history.Find(source.Id)?.Applied is not null).MaxBy(source => source.Version);
        var listed = catalog.Sources.Select(source => Info(source, newest)).ToList();
        var gone = history.Applied.Concat(history.Unfinished).DistinctBy(record => record.Id).Where(record => catalog.Find(record.Id) is null);
        listed.AddRange(gone.Select(Gone));
        return listed;
    }

    private MigrationInfo Info(MigrationSource source, MigrationSource? newest)
    {
        var record = history.Find(source.Id);
        var problems = new List<ScriptProblem>();
        var file = ScriptFile.TryRead(source.Up, problems);
        var (state, detail) = State(source, record, source.Up.Program is null ? file : null, newest);
        return Info(source.Id, source.Description, state, record, source.Rollback is not null, source.Verify is not null,
            record?.Scripts?.Entry.Checksum ?? file?.Checksum, source.Up.Path, problems.Count > 0 ? problems[0].Message : detail);
    }

    private static (MigrationState State, string? Detail) State(MigrationSource source, MigrationRecord? record, ScriptText? file, MigrationSource? newest) => record switch
    {
        { Unfinished: { } attempt } => (MigrationState.Unknown, attempt.Describe()),
        { Applied: { } applied } when source.Repeats == RepeatableKind.Once && file is not null && ChecksumRule.IsChanged(applied, file) =>
            (MigrationState.Changed, $"{applied.Entry.Checksum} when it was applied, {file.Checksum} now"),
        { Applied: { } applied } when source.Repeats == RepeatableKind.OnChange && file is not null && ChecksumRule.IsChanged(applied, file) =>
            (MigrationState.Pending, "changed since it was last applied"),
        { Applied: { } applied } => (MigrationState.Applied, applied.Event == JournalEvent.Registered ? "registered, not run" : null),
        { Failed: { } failed } => (MigrationState.Failed, $"{(string?)failed.Entry.Detail["error"]} ({failed.RecordedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC)"),
        _ when source.Repeats == RepeatableKind.Once && newest is not null && source.Version < newest.Version =>
            (MigrationState.OutOfOrder, $"{newest.Id}, which comes after it, is applied"),
        _ => (MigrationState.Pending, source.Up.Program is { } program ? $"no SQL: {program.Tool} runs it as a program" : null),
    };

    private MigrationInfo Gone(MigrationRecord record) =>
        Info(record.Id, ScriptFiles.Words(record.Id), record.Unfinished is null ? MigrationState.Missing : MigrationState.Unknown, record,
            record.Scripts!.Entry.RollbackScript is not null, record.Scripts.Entry.VerifyScript is not null, record.Scripts.Entry.Checksum, null,
            record.Unfinished?.Describe() ?? "its file is gone; the journal keeps its scripts");

    private MigrationInfo Info(
        string id, string description, MigrationState state, MigrationRecord? record, bool hasRollback, bool hasVerify, string? checksum, string? path, string? detail) =>
        new(id, description, state, target, record?.Applied?.RecordedAt, record?.Applied is { } row ? $"{row.OsUser}@{row.Host}" : null,
            record?.Applied?.Entry.Duration, hasRollback, hasVerify, checksum, record?.Scripts?.Entry.BackupId, record?.Scripts?.RunId, path, detail);
}
