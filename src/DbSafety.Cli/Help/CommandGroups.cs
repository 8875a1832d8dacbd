using DbSafety.Cli.Local;
using DbSafety.Core.Commands;

namespace DbSafety.Cli.Help;

/// <summary>The tasks that the commands are for, in the order in which a person meets them.</summary>
internal static class CommandGroups
{
    private static readonly (string Title, string[] Names)[] Groups =
    [
        ("Set up", ["init", "new", "seed", "baseline"]),
        ("Back up and restore", ["backup", "prove", "restore", "backups", "prune"]),
        ("Migrate", ["lint", "rehearse", "plan", "migrate", "rollback"]),
        ("Approve", ["key", "submit", "approve", "deny", "plans"]),
        ("When something went wrong", ["stop", "repair"]),
        ("Look", ["status", "journal", "check-journal", "health", "vitals", "watch", "impact", "integrity", "diff", "schema"]),
        ("Procedures", ["runbooks", "check-runbook", "runbook", "runs", "resume-run", "stop-run", "incident"]),
        ("Applications", ["connections", "disconnect", "suspend", "resume"]),
        ("Try it", ["demo", "sandbox", "package"]),
    ];

    /// <summary>All commands, each once: those that no group names stand under "More".</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<CommandDefinition> Commands)> All
    {
        get
        {
            var all = CommandCatalog.All.Concat(LocalCommands.All).ToList();
            var groups = Groups.Select(group => (group.Title, Commands: (IReadOnlyList<CommandDefinition>)
                [.. group.Names.Select(name => all.Find(command => command.Command.ShortName == name)).OfType<CommandDefinition>()])).ToList();
            var rest = all.Except(groups.SelectMany(group => group.Commands)).ToList();
            if (rest.Count > 0)
                groups.Add(("More", rest));
            return [.. groups.Where(group => group.Commands.Count > 0)];
        }
    }
}
