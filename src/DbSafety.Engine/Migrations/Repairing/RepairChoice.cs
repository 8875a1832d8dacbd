using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Repairs;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;

namespace DbSafety.Engine.Migrations.Repairing;

/// <summary>What the options of a repair ask for.</summary>
internal static class RepairChoice
{
    /// <exception cref="DbSafetyException"><c>RepairNotChosen</c>: more than one way is asked for.</exception>
    public static RepairAction Of(RepairSafeMigrationOptions options) => (options.Finish, options.RollBack, options.CleanUp) switch
    {
        (false, false, false) => RepairAction.None,
        (true, false, false) => RepairAction.Finished,
        (false, true, false) => RepairAction.RolledBack,
        (false, false, true) => RepairAction.CleanedUp,
        _ => throw new DbSafetyException("RepairNotChosen", ErrorKind.InvalidArgument, "--finish, --roll-back and --clean-up exclude each other.")
        {
            State = "Nothing was changed.",
            NextStep = "See where things stand with: dbsafety repair; then choose one way.",
        },
    };

    /// <summary>Those that are meant.</summary>
    /// <exception cref="DbSafetyException"><c>MigrationNotUnfinished</c>.</exception>
    public static IReadOnlyList<MigrationRepair> Select(IReadOnlyList<MigrationRepair> repairs, string? id, RunPreparation found)
    {
        if (id is null)
            return repairs;
        var source = found.Catalog.Find(id);
        var known = source?.Id ?? id;
        if (repairs.FirstOrDefault(repair => repair.Id == known) is { } repair)
            return [repair];
        if (source is null && found.History.Find(known) is null)
            throw PlanRefusals.NotFound(id, found.Catalog);
        throw new DbSafetyException("MigrationNotUnfinished", ErrorKind.NotFound,
            $"{known} is not unfinished: it is {(found.History.Find(known)?.Applied is null ? "not applied" : "applied")}, and nothing lies in between.")
        {
            State = "Nothing was changed.",
            NextStep = "See where things stand with: dbsafety status",
        };
    }

    /// <summary>It is before or after: it was one transaction, or its run had not come to it.</summary>
    public static bool IsWhole(MigrationRepair repair) => repair.Choices.All(choice => !choice.StartsWith("dbsafety repair", StringComparison.Ordinal));
}
