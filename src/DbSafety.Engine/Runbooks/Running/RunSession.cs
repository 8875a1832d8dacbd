using System.Text.Json.Nodes;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Running.Resuming;

namespace DbSafety.Engine.Runbooks.Running;

/// <summary>What all parts of one run share.</summary>
public sealed record RunSession
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The folder of the run.</summary>
    public required string Folder { get; init; }

    /// <summary>The runbook that the run was started with.</summary>
    public required Runbook Runbook { get; init; }

    /// <summary>That runbook and all that it can reach, by name.</summary>
    public required IReadOnlyDictionary<string, Runbook> Library { get; init; }

    public required IRunJournal Journal { get; init; }

    public required IOperationHost Host { get; init; }

    /// <summary>Runs the commands of the steps.</summary>
    public required IPipelineHost Pipelines { get; init; }

    /// <summary>Parameters that every command of the run gets where it takes them and is not given them: the project and the target.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; init; } = new Dictionary<string, string>();

    /// <summary>Opens the approval points; null where the run has no database whose policy would hold.</summary>
    public ApprovalGate? Approvals { get; init; }

    /// <summary>Takes what was approved at a step for this run, and writes it down.</summary>
    public Func<ApprovalGrant, CancellationToken, Task> TakeApprovalAsync { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>The database whose policy holds; null where the run has none.</summary>
    public Operations.ResolvedTarget? ApprovalTarget { get; init; }

    /// <summary>What the database is called, without a password.</summary>
    public string? Target { get; init; }

    /// <summary>True when somebody asked from outside that the run stops.</summary>
    public Func<bool> IsStopWanted { get; init; } = () => false;

    /// <summary>What the journal says of each step.</summary>
    internal RunHistory History { get; init; } = RunHistory.Empty;

    /// <summary>The run as references see it.</summary>
    public JsonObject Facts => new()
    {
        ["runId"] = RunId,
        ["id"] = RunId,
        ["runbook"] = Runbook.Name,
        ["target"] = Target,
        ["path"] = Folder,
        ["runs"] = Path.GetDirectoryName(Folder),
        ["operator"] = Host.UserName,
    };
}
