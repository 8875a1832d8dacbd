using DbSafety.Core.Results.Journals;

namespace DbSafety.Engine.Reports.Incidents;

/// <summary>How things stand with the target as a report is written.</summary>
/// <param name="Journal">The end of the target's journal, as its file has it: the report witnesses it. Null where there is none.</param>
/// <param name="BreakGlass">What was opened alone there and is not countersigned, each as its mark.</param>
internal sealed record IncidentStanding(JournalHead? Journal, IReadOnlyList<string> BreakGlass)
{
    /// <summary>Of a run that works on no database.</summary>
    public static IncidentStanding None { get; } = new(null, []);
}
