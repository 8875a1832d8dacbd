using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Journals;

namespace DbSafety.Core.Results;

/// <summary>One run that applied migrations or rolled them back.</summary>
/// <param name="RunId">The run's id in the journal.</param>
/// <param name="Target">The target's name.</param>
/// <param name="Environment">The target's environment.</param>
/// <param name="Direction">Up, or rollback.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Migrations">What became of each migration, in the order in which they were run.</param>
/// <param name="Backup">The proven backup that was taken first; null where no table was affected or the policy asks for none.</param>
/// <param name="Steps">The steps of the written procedure.</param>
/// <param name="Checks">The application checks after it.</param>
/// <param name="Started">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Log">The path of the migration log.</param>
public sealed record MigrationRun(
    string RunId,
    string Target,
    string Environment,
    MigrationDirection Direction,
    MigrationOutcome Outcome,
    IReadOnlyList<MigrationRunItem> Migrations,
    LogicalBackup? Backup,
    IReadOnlyList<StepReport> Steps,
    IReadOnlyList<AppHealth> Checks,
    DateTimeOffset Started,
    TimeSpan Duration,
    string? Log)
{
    /// <summary>The end of the journal's chain after the run: kept elsewhere, it shows later whether the journal was changed. Null where nothing was run.</summary>
    public JournalHead? Journal { get; init; }

    /// <summary>Who opened the run alone, in words; null where those had signed whom the policy asks.</summary>
    public string? BreakGlass { get; init; }
}
