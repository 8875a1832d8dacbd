using DbSafety.Core.Commands;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Running.Resuming;

/// <summary>What a second run of a command does.</summary>
internal static class CommandTraits
{
    // A second run finds its work done: what is applied is not applied again, what is as in the backup stays so, who is shut out is shut out.
    private static readonly HashSet<string> Repeatable = new(StringComparer.Ordinal)
    {
        "Invoke-SafeMigration", "New-LogicalBackup", "Restore-FromBackup", "Remove-LogicalBackup", "Register-SafeMigration",
        "Stop-AppConnection", "Suspend-AppConnection", "Resume-AppConnection", "Stop-SafeMigration",
        "Repair-SafeMigration",
    };

    /// <summary>A second run changes nothing more than the first: what only reads, and what finds its work done.</summary>
    public static bool IsRepeatable(string command) => CommandCatalog.Find(command) is { } definition
        && (definition.Command.Impact is ChangeImpact.None or ChangeImpact.Low || Repeatable.Contains(definition.Name));

    /// <summary>What is done about a step that was cut off, where the runbook does not say.</summary>
    public static ResumeRule Resume(PipelineAction action) =>
        action.Commands.All(command => IsRepeatable(command.Name)) ? ResumeRule.Rerun
        : action.Commands.All(command => IsRepeatable(command.Name) || CanBeChecked(command.Name)) ? ResumeRule.Check
        : ResumeRule.Ask;

    /// <summary>The database can be asked whether it came to its end.</summary>
    public static bool CanBeChecked(string command) => CommandCatalog.Find(command)?.Name is "Undo-SafeMigration";
}
