using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Operations;

namespace DbSafety.Engine.Audit;

/// <summary>The record of one command that is no migration: its intent before it changes anything, its outcome after.</summary>
internal sealed class CommandAudit
{
    private readonly AuditLog _log;
    private readonly string _runId;
    private readonly string _command;
    private JournalEntry? _outcome;

    private CommandAudit(AuditLog log, string runId, string command)
    {
        _log = log;
        _runId = runId;
        _command = command;
    }

    /// <summary>Carries a command out between its two events. What it throws is written down, and thrown on.</summary>
    /// <param name="target">The database.</param>
    /// <param name="command">The command's full name.</param>
    /// <param name="detail">What it means to do; never a secret.</param>
    /// <param name="host">Who runs it.</param>
    /// <param name="act">The command.</param>
    /// <param name="cancellationToken">Stops the first event only: what was done is written down also after a cancellation.</param>
    public static async Task RunAsync(ResolvedTarget target, string command, JsonObject detail, IOperationHost host, Func<CommandAudit, Task> act, CancellationToken cancellationToken)
    {
        var audit = new CommandAudit(AuditLog.Of(target, host), RunContext.NewRunId(host), command);
        await audit._log.WriteAsync(audit.Entry(JournalEvent.CommandStarted, detail), cancellationToken);
        try
        {
            await act(audit);
        }
        catch (Exception error)
        {
            await audit._log.WriteAsync(audit._outcome is { } done ? audit.With(done, error) : audit.Entry(JournalEvent.CommandFailed, Facts(error)), CancellationToken.None);
            throw;
        }

        await audit._log.WriteAsync(audit._outcome ?? audit.Entry(JournalEvent.CommandFinished, []), CancellationToken.None);
    }

    /// <summary>The id under which the command is in the journal.</summary>
    public string RunId => _runId;

    /// <summary>Writes an event between the two.</summary>
    public Task WriteAsync(JournalEntry entry, CancellationToken cancellationToken) => _log.WriteAsync(entry, cancellationToken);

    /// <summary>Says what came of it; written when the command has come to its end.</summary>
    public void Done(JournalEvent what, JsonObject detail) => _outcome = Entry(what, detail);

    private JournalEntry Entry(JournalEvent what, JsonObject detail)
    {
        var all = new JsonObject { ["command"] = _command };
        foreach (var (key, value) in detail)
            all[key] = value?.DeepClone();
        return new JournalEntry(_runId, what) { Detail = all };
    }

    // It was done, and an error came of it all the same: both are told.
    private JournalEntry With(JournalEntry done, Exception error)
    {
        foreach (var (key, value) in Facts(error))
            done.Detail[key] = value?.DeepClone();
        return done;
    }

    private static JsonObject Facts(Exception error) => error is DbSafetyException known
        ? new JsonObject { ["error_id"] = known.Id, ["error"] = known.Message, ["state"] = known.State }
        : new JsonObject { ["error_id"] = error is OperationCanceledException ? "Cancelled" : "Unexpected", ["error"] = error.GetType().Name };
}
