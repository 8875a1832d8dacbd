using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Reports.Incidents;
using DbSafety.Engine.Runbooks.Journals;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>Writes an incident report into the folder of its run; the one before it is written over, since the journal behind both is one.</summary>
internal sealed class NewIncidentReportOperation : IOperation<NewIncidentReportOptions>
{
    public async Task RunAsync(NewIncidentReportOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        if ((options.FromDatabase ? await BroughtBackAsync(options, host, cancellationToken) : Find(options, host)) is not { } folder)
            return;
        IReadOnlyList<string> mailTo = [.. options.MailTo.Select(MailAddresses.Require)];
        var mailFrom = options.MailFrom is { } from ? MailAddresses.Require(from) : null;
        var run = RunReader.Read(folder);
        var before = IncidentState.Read(folder.Path);
        var state = (before ?? new IncidentState()) with
        {
            Severity = options.Severity ?? before?.Severity ?? IncidentSeverity.High,
            FollowUps = [.. (before?.FollowUps ?? []).Union(options.FollowUp, StringComparer.Ordinal)],
            MailTo = mailTo.Count > 0 ? mailTo : before?.MailTo ?? [],
            MailFrom = mailFrom ?? before?.MailFrom ?? MailAddresses.Default(host.MachineName),
            Webhook = options.Webhook || before?.Webhook == true,
            ClosedAt = options.Close ? host.Time.GetUtcNow() : before?.ClosedAt,
            ClosedBy = options.Close ? $"{host.UserName}@{host.MachineName}" : before?.ClosedBy,
        };
        if (options.Close && run.Status is RunStatus.Running or RunStatus.Waiting)
            throw new DbSafetyException("IncidentNotOver", ErrorKind.Refused, $"The run {run.RunId} has not come to its end: {run.Status}.") { State = "The incident stays open.", NextStep = run.NextStep ?? $"dbsafety runs {run.RunId}" };
        if (!await host.ConfirmAsync(new Confirmation(folder.Path, "Write the incident report", ChangeImpact.Low), cancellationToken))
            return;
        state.Write(folder.Path);
        var standing = await Standings.ReadAsync(RunbookProject.Find(options, host), run.Target, host, cancellationToken);
        host.Write(await IncidentFiles.WriteAsync(folder.Path, run, RunJournal.Read(folder.Path), state, standing, host, cancellationToken));
    }

    private static RunFolder Find(NewIncidentReportOptions options, IOperationHost host)
    {
        TargetResolver.RefuseContradictions(options);
        return Choose(RunbookProject.Runs(options, options.Path, host), options.RunId);
    }

    /// <summary>The folder of a run that is lost gets the journal that the target has; one that is there is left as it is. Null where the user did not confirm it.</summary>
    private static async Task<RunFolder?> BroughtBackAsync(NewIncidentReportOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        await using var session = await target.Sessions.OpenAsync("runs", cancellationToken);
        var mirror = new RunMirror(session, target.Name);
        var id = await mirror.RequireAsync(options.RunId, cancellationToken);
        // Whoever may write the table chooses the id; it names a folder, and nothing above it.
        if (!id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
            throw new DbSafetyException("RunIdInvalid", ErrorKind.Refused, $"{target.Name} has a run whose id is none of DbSafety's.") { State = "Nothing was written.", NextStep = "See who wrote it: SELECT run_id, recorded_at, database_role FROM dbsafety.run_event" };
        var folder = RunFolders.Find(options.Path, target.Project, host).New(id);
        var path = System.IO.Path.Combine(folder.Path, RunJournal.FileName);
        if (File.Exists(path))
            return folder;
        var lines = await mirror.LinesAsync(id, cancellationToken);
        RunJournal.Parse($"{target.Name}, run {id}", lines);
        if (!await host.ConfirmAsync(new Confirmation(path, "Write the journal of the run again", ChangeImpact.Low), cancellationToken))
            return null;
        Directory.CreateDirectory(folder.Path);
        await File.WriteAllTextAsync(path, string.Concat(lines.Select(line => line + "\n")), cancellationToken);
        host.Verbose($"{path} was written again from what {target.Name} has of the run: {lines.Count} lines.");
        return folder;
    }

    private static RunFolder Choose(RunFolders runs, string? id) => id is not null ? runs.Require(id) : runs.All.Count > 0 ? runs.All[0] : runs.Require("");
}
