using DbSafety.Core.Hosting;
using DbSafety.Core.Results;

namespace DbSafety.PowerShell.Formatting;

/// <summary>The parts of a run, one line each.</summary>
public static class RunText
{
    /// <summary>What became of a migration, or what would.</summary>
    public static string Migration(MigrationRunItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var work = item.Statements == 1 ? "1 statement" : $"{DisplayText.Count(item.Statements)} statements";
        var time = item.Outcome == MigrationOutcome.NotRun ? "" : $" in {DisplayText.Duration(item.Duration)}";
        var tables = item.Tables.Count == 0 ? "" : $", affects {string.Join(", ", item.Tables)}";
        return $"{item.Id}: {DisplayText.State(item.Outcome)}, {work}{time}{tables}";
    }

    /// <summary>A step of the written procedure, with what was done in it.</summary>
    public static string Step(StepReport step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return $"{step.Number}. {step.Name}: {DisplayText.State(step.State)}{(step.Detail is null ? "" : $". {DisplayText.Advice(step.Detail)}")}";
    }

    /// <summary>What an application answered.</summary>
    public static string Check(AppHealth check)
    {
        ArgumentNullException.ThrowIfNull(check);
        return $"{check.Name}: {(check.Passed ? DisplayText.State("Passed") : DisplayText.State("Failed"))} in {DisplayText.Duration(check.Latency)}. {check.Detail}";
    }

    /// <summary>A backup that was taken before a change.</summary>
    public static string Backup(LogicalBackup? backup) =>
        backup is null ? "" : $"{backup.Id}, {(backup.Proven is null ? "not proven" : "proven")}, {DisplayText.Size(backup.Bytes)} in {backup.Path}";
}
