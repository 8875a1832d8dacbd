using DbSafety.Core.Results;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Hazards;
using DbSafety.Engine.Migrations.Affected;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Projects.Approving;
using DbSafety.Engine.Reports.Plans;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Plans;

/// <summary>Adds what the policy calls major beyond what the statements remove or rewrite: hazards, sizes, lossy rollbacks, changes of rights.</summary>
internal static class MajorJudgement
{
    // Whose words begin with these changes who may do what.
    private static readonly string[] Security =
    [
        "GRANT", "REVOKE", "CREATE ROLE", "ALTER ROLE", "DROP ROLE", "CREATE USER", "ALTER USER", "DROP USER", "CREATE GROUP", "ALTER GROUP", "DROP GROUP",
        "CREATE POLICY", "ALTER POLICY", "DROP POLICY", "ALTER DEFAULT PRIVILEGES", "SECURITY LABEL", "REASSIGN OWNED", "DROP OWNED",
    ];

    public static IReadOnlyList<PlannedMigration> Apply(
        IReadOnlyList<PlannedMigration> planned, IReadOnlyList<JudgedScript> judged, IReadOnlyDictionary<string, MigrationRehearsal> rehearsals,
        AffectedTables affected, IReadOnlyDictionary<string, long> sizes, MajorPolicy policy) =>
        [.. planned.Zip(judged, (migration, script) => migration with { FurtherReasons = [.. Reasons(migration, script, rehearsals.GetValueOrDefault(migration.Id), affected, sizes, policy)] })];

    private static IEnumerable<string> Reasons(
        PlannedMigration migration, JudgedScript script, MigrationRehearsal? rehearsal, AffectedTables affected, IReadOnlyDictionary<string, long> sizes, MajorPolicy policy)
    {
        if (policy.Hazards != HazardSeverity.Off)
        {
            foreach (var hazard in script.Hazards.Where(hazard => hazard.Severity >= policy.Hazards).DistinctBy(hazard => hazard.Rule))
                yield return $"hazard {hazard.Rule} (line {hazard.Line})";
        }

        if (policy.Lossy && rehearsal?.Certificate.Verdict == RehearsalVerdict.Lossy)
            yield return "its rehearsed rollback loses data";
        if (policy.Size is { } limit && affected.Of(migration.Up.Path).Sum(table => sizes.GetValueOrDefault(table)) is var bytes && bytes >= limit)
            yield return $"the tables that it affects have {PlanWords.Bytes(bytes)}";
        if (policy.Security && migration.Up.Statements.FirstOrDefault(IsSecurity) is { } statement)
            yield return $"it changes who may do what (line {statement.Line})";
    }

    private static bool IsSecurity(SqlStatement statement) => Security.Any(words =>
        statement.Facts.Tag.Equals(words, StringComparison.Ordinal) || statement.Facts.Tag.StartsWith(words + " ", StringComparison.Ordinal));
}
