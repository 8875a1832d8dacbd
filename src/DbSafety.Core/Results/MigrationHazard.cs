namespace DbSafety.Core.Results;

/// <summary>A finding about one statement of a migration.</summary>
/// <param name="Rule">The rule's id, such as <c>LK01</c>.</param>
/// <param name="Severity">How much it weighs here: by the rules of the environment, and by the size of the table where it is known.</param>
/// <param name="Title">What the rule finds, in a few words.</param>
/// <param name="Migration">The migration's id.</param>
/// <param name="Path">The script.</param>
/// <param name="Line">The line of the statement, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
/// <param name="Object">The table, index or column that it is about; null where it is none in particular.</param>
/// <param name="Reason">Why it is a hazard, for this object.</param>
/// <param name="SaferForm">What to write instead, for this very statement: SQL, or a sentence where no SQL can say it.</param>
/// <param name="AllowedBecause">The reason for which the script allows it; null where it does not.</param>
/// <param name="Statement">The statement's first words.</param>
public sealed record MigrationHazard(
    string Rule,
    HazardSeverity Severity,
    string Title,
    string Migration,
    string Path,
    int Line,
    int Column,
    string? Object,
    string Reason,
    string SaferForm,
    string? AllowedBecause,
    string Statement)
{
    /// <summary>What it rests on.</summary>
    public HazardEvidence Evidence { get; init; }

    /// <summary>Where its rule is described: the document of DbSafety's own repository, and the anchor in it.</summary>
    public string Page => $"docs/hazards.md#{Rule.ToLowerInvariant()}";

    /// <summary>True for what stops a migration: an error that is not allowed.</summary>
    public bool Stops => Severity == HazardSeverity.Error && AllowedBecause is null;
}
