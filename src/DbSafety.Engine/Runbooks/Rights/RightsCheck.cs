using DbSafety.Engine.Runbooks.Checking;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Runbooks.Rights;

/// <summary>What a role lacks for the commands of a runbook. An emergency is no time to find that out.</summary>
internal static class RightsCheck
{
    private static readonly string[] Changing = ["Invoke-SafeMigration", "Undo-SafeMigration", "Repair-SafeMigration"];
    private static readonly string[] Restoring = [.. Changing, "Restore-FromBackup"];
    private static readonly string[] Reading = ["New-LogicalBackup", "Test-SafeMigration", "Invoke-SafeMigration", "Undo-SafeMigration", "Restore-FromBackup"];
    private static readonly string[] Seeing = ["Get-DatabaseHealth", "Watch-DatabaseHealth", "Compare-DatabaseHealth", "Get-AppConnection", "Test-DatabaseIntegrity"];

    private static readonly Rule[] Rules =
    [
        new(Changing, rights => rights.HasJournal ? null : "may neither write the journal (schema dbsafety) nor create it", role => $"GRANT CREATE ON DATABASE … TO {role}, or let the owner run: dbsafety migrate"),
        new(Restoring, rights => rights.Foreign is { } table ? $"does not own {table}, nor belongs to its owner" : null, role => $"GRANT <owner of the tables> TO {role}"),
        new(Reading, rights => rights.Unreadable is { } table ? $"may not read {table}, which a backup needs" : null, role => $"GRANT pg_read_all_data TO {role} (from 14 on), or SELECT on all tables"),
        new(["Test-LogicalBackup"], rights => rights.CanCreateDatabases ? null : "may not create the scratch database that a backup is proven in", role => $"ALTER ROLE {role} CREATEDB"),
        new(["Suspend-AppConnection"], rights => rights.IsOwner || rights.CanCreateRoles ? null : "can keep nobody out: it neither owns the database nor has CREATEROLE", role => $"GRANT <owner of the database> TO {role}"),
        new(["Stop-AppConnection", "Suspend-AppConnection", "Stop-SafeMigration"], rights => rights.CanSignal ? null : "may not end the sessions of other roles", role => $"GRANT pg_signal_backend TO {role}"),
    ];

    private static readonly Rule[] Hints =
    [
        new(Seeing, rights => rights.CanSeeSessions ? null : "does not see what the sessions of other roles do", role => $"GRANT pg_monitor TO {role}"),
    ];

    /// <summary>What would be refused, at the place of the command, for a runbook and all that it can reach.</summary>
    public static IEnumerable<RunbookProblem> Problems(RunbookLibrary library, RoleRights rights) => Apply(Rules, library, rights);

    /// <summary>What would be carried out, and would see less than it could.</summary>
    public static IEnumerable<RunbookProblem> Warnings(RunbookLibrary library, RoleRights rights) => Apply(Hints, library, rights);

    private static IEnumerable<RunbookProblem> Apply(IReadOnlyList<Rule> rules, RunbookLibrary library, RoleRights rights) => rights.IsSuperuser ? [] :
        from runbook in library.All.Values
        from command in StepWalk.All(runbook).Select(step => step.Action).OfType<PipelineAction>().SelectMany(action => action.Commands)
        from rule in rules
        where rule.Commands.Contains(command.Name, StringComparer.OrdinalIgnoreCase)
        let lack = rule.Lack(rights)
        where lack is not null
        select new RunbookProblem(runbook.Path, command.Place, $"For {command.Name} the role {rights.Role} {lack}.", $"{rule.Next(Identifier.Quote(rights.Role))}, or run it as another role.");

    private sealed record Rule(IReadOnlyList<string> Commands, Func<RoleRights, string?> Lack, Func<string, string> Next);
}
