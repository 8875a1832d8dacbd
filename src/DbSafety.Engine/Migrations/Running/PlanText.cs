using DbSafety.Engine.Migrations.Affected;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>A plan in lines that a person reads before deciding.</summary>
internal static class PlanText
{
    public static IReadOnlyList<string> Of(IReadOnlyList<PlannedMigration> planned, AffectedTables affected) =>
        [.. planned.SelectMany(migration => Of(migration, affected)), Backup(affected), .. affected.Warnings];

    public static IReadOnlyList<string> Of(PlannedMigration migration, AffectedTables affected)
    {
        var tables = affected.Of(migration.Up.Path);
        var major = migration.MajorReasons;
        return
        [
            $"{migration.Id}: {Amount(migration.Up)}{(tables.Count > 0 ? $"; affects {string.Join(", ", tables)}" : "")}",
            $"  rollback: {(migration.Rollback is not null ? "a script" : migration.Irreversible is { } reason ? $"none, irreversible: {reason}" : "none")}; "
                + $"verification: {(migration.Verify is null ? "none" : "a script")}",
            .. major.Count > 0 ? (string[])[$"  major: {string.Join("; ", major)}"] : [],
            .. migration.Resumes is { StepsDone.Count: > 0 } ? (string[])[$"  goes on from step {migration.FirstStep} of an unfinished attempt"] : [],
        ];
    }

    public static string Backup(AffectedTables affected) => affected.All.Count == 0
        ? "No existing table is affected, so none is backed up."
        : $"Backed up and proven first: {string.Join(", ", affected.All)} ({affected.Bytes:N0} bytes).";

    /// <summary>Every step with its statements.</summary>
    public static IEnumerable<string> Statements(ScriptPlan script) => script.Steps.SelectMany(step => (IEnumerable<string>)
    [
        step.InTransaction ? $"{step}:" : $"{step}, since {step.Statements[0].Facts.OutsideTransactionReason ?? "the script asks for no transaction"}:",
        .. step.Statements.Select(statement => $"  line {statement.Line}: {FirstLine(SecretText.Hide(statement.Text))}"),
    ]);

    private static string Amount(ScriptPlan script)
    {
        var statements = script.Statements.Count();
        return $"{statements} {(statements == 1 ? "statement" : "statements")} in {(script.IsAtomic ? "one transaction" : $"{script.Steps.Count} steps")}";
    }

    private static string FirstLine(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 110 ? line : line[..109] + "…";
    }
}
