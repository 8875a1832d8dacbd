using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Reports;

namespace DbSafety.Engine.Migrations.Recording;

/// <summary>Writes a run into the migration log. A throw-away server's runs are nobody's history.</summary>
internal static class RunLog
{
    public static string? PathOf(RunContext run) => run.Target.Environment == EnvironmentPolicy.Sandbox ? null : new MigrationLog(run.Project).Path;

    /// <summary>The log's path; null where it was not written, with a warning, since the journal has it all.</summary>
    public static async Task<string?> TryAppendAsync(RunContext run, IReadOnlyList<MigrationLogRow> rows)
    {
        if (rows.Count == 0 || PathOf(run) is null)
            return null;
        // The end of the chain stands in the run's last row, where it witnesses later what the journal was then.
        var head = await run.Audit.TryHeadAsync(CancellationToken.None);
        rows = [.. rows.SkipLast(1), rows[^1] with { Note = Join(rows[^1].Note, head is null ? null : $"journal {head}") }];
        return await TryAsync(run, log => log.AppendAsync(rows, CancellationToken.None));
    }

    /// <summary>Says in the rows of an earlier run who has countersigned it.</summary>
    public static Task TryCountersignAsync(RunContext run, string countersigned, IReadOnlyList<string> people) =>
        TryAsync(run, log => log.CountersignAsync(countersigned, people, CancellationToken.None));

    private static async Task<string?> TryAsync(RunContext run, Func<MigrationLog, Task> write)
    {
        if (PathOf(run) is not { } path)
            return null;
        try
        {
            await write(new MigrationLog(run.Project));
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            run.Host.Warning($"{run.Project.Relative(path)} could not be written; the journal has the run all the same. {error.Message}");
            return null;
        }
    }

    public static MigrationLogRow Row(RunContext run, MigrationRunItem item, PlannedMigration migration) => Row(run, item) with
    {
        Note = Join(run.Alone?.Mark, run.Reason, item.Detail, migration.MajorReasons.Count > 0 ? $"major: {string.Join("; ", migration.MajorReasons)}" : null),
    };

    public static MigrationLogRow Row(RunContext run, MigrationRunItem item) => new(run.Host.Time.GetUtcNow(), item.Id, What(run),
        item.Outcome == MigrationOutcome.Succeeded ? (run.Direction == MigrationDirection.Up ? "applied" : "rolled back") : "failed, rolled back",
        run.Target.Name, By(run), item.Duration, run.BackupId, run.RunId, Join(run.Alone?.Mark, run.Reason, item.Detail));

    public static MigrationLogRow FailedRow(RunContext run, string migration, DbSafetyException error, DateTimeOffset began)
    {
        var now = run.Host.Time.GetUtcNow();
        return new MigrationLogRow(now, migration, What(run), error.Kind switch
        {
            ErrorKind.FailedRolledBack or ErrorKind.LimitReached => "failed, rolled back",
            ErrorKind.RollbackFailed => "failed, and could not be taken back",
            ErrorKind.NotApproved => "approval refused",
            ErrorKind.Cancelled => "cancelled",
            _ => "failed",
        }, run.Target.Name, By(run), now - began, run.BackupId, run.RunId, Join(run.Alone?.Mark, run.Reason, error.Message, error.State));
    }

    private static string What(RunContext run) => run.Direction == MigrationDirection.Up ? "migrate" : "rollback";

    private static string By(RunContext run) => $"{run.Host.UserName}@{run.Host.MachineName}";

    private static string? Join(params string?[] parts) => string.Join("; ", parts.Where(part => !string.IsNullOrEmpty(part)));
}
