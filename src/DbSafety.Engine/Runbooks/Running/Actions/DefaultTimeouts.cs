using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Running.Actions;

/// <summary>How long a step may take where the runbook does not say: by the longest of its commands' verbs. None may take for ever.</summary>
internal static class DefaultTimeouts
{
    public static TimeSpan Of(PipelineAction action) => action.Commands.Max(command => Of(command.Name));

    private static TimeSpan Of(string command) => command.Split('-')[0] switch
    {
        "Get" => TimeSpan.FromMinutes(1),
        "Stop" or "Suspend" or "Resume" => TimeSpan.FromMinutes(2),
        "Test" or "Compare" when command is not ("Test-LogicalBackup" or "Test-SafeMigration") => TimeSpan.FromMinutes(10),
        "Undo" => TimeSpan.FromMinutes(30),
        "Invoke" or "Restore" or "New" or "Test" or "Import" or "Repair" => TimeSpan.FromHours(4),
        _ => TimeSpan.FromMinutes(10),
    };
}
