using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>
/// Answers a migration or a rollback that failed: starts the written emergency procedure where the policy says so, else names its command.
/// The command ends with its own error either way: a procedure that goes well does not make a failed migration a success.
/// </summary>
internal static class EmergencyAnswer
{
    /// <summary>The error that the command ends with. To be called when the run lock has been given back, which the procedure's steps take.</summary>
    /// <param name="starts">The policy wants it started, and nobody asked not to.</param>
    public static async Task<DbSafetyException> ToAsync(
        Emergency emergency, DbSafetyException error, bool starts, ResolvedTarget target, DatabaseOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        if (!starts)
            return Named(emergency, error);
        host.Warning($"{error.Message} The policy of {target.Environment} starts the emergency procedure {emergency.Runbook}.");
        var inner = new EmergencyHost(host);
        try
        {
            await new InvokeSafetyRunbookOperation().RunAsync(new InvokeSafetyRunbookOptions
            {
                Name = emergency.Runbook,
                // Whoever ran the command has the incident until somebody says otherwise: with nobody there the procedure still comes to its end.
                InputValue = [.. emergency.Inputs, $"owner={host.UserName}"],
                Project = target.Project?.Path ?? options.Project,
                Target = options.Connection is null ? target.Name : null,
                Connection = options.Connection,
            }, inner, cancellationToken);
        }
        catch (DbSafetyException trouble) when (RunOf(inner) is null)
        {
            return With(error, $"The emergency procedure {emergency.Runbook} could not be started: {trouble.Message}",
                $"{trouble.NextStep} Then carry it out: {emergency.Command}".TrimStart());
        }
        catch (DbSafetyException)
        {
            // The run says how it ended.
        }

        var run = RunOf(inner)!;
        return With(error, $"The emergency procedure {emergency.Runbook} was carried out since, run {run.RunId}: {Words(run)}",
            run.Status == RunStatus.Waiting && run.NextStep is { } next ? next : $"See what was done: dbsafety runs {run.RunId}. See where things stand: dbsafety status");
    }

    private static SafetyRun? RunOf(EmergencyHost host) => host.Results.OfType<SafetyRun>().LastOrDefault();

    private static DbSafetyException Named(Emergency emergency, DbSafetyException error) =>
        error.NextStep?.Contains("dbsafety runbook ", StringComparison.Ordinal) == true ? error
            : With(error, null, $"{error.NextStep?.TrimEnd('.')}{(error.NextStep is null ? "C" : "; or c")}arry out the emergency procedure: {emergency.Command}");

    private static string Words(SafetyRun run) => run.Status switch
    {
        RunStatus.Succeeded => "every step succeeded.",
        RunStatus.Recovered => "it came to its end, but a step failed.",
        RunStatus.Escalated => "a step failed, and another runbook took over and came to its end.",
        RunStatus.Waiting => $"it waits for a person: {run.Question}",
        RunStatus.Cancelled => "it was stopped.",
        _ => "it failed.",
    };

    private static DbSafetyException With(DbSafetyException error, string? state, string next) => new(error.Id, error.Kind, error.Message, error)
    {
        State = string.Join(' ', new[] { error.State, state }.Where(part => !string.IsNullOrEmpty(part))),
        NextStep = next,
        SqlState = error.SqlState,
        Script = error.Script,
        Line = error.Line,
        Column = error.Column,
        Detail = error.Detail,
    };
}
