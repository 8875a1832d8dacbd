using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Hazards.Allowances;

/// <summary>A comment that allows hazards.</summary>
/// <param name="Rules">The ids of the rules; empty for all.</param>
/// <param name="Reason">Why; null where the comment gives none.</param>
/// <param name="Statement">The statement that it stands before; null for one that holds for the whole file.</param>
/// <param name="Line">The line of the comment, or of its statement.</param>
/// <param name="Text">As written.</param>
internal sealed record Allowance(IReadOnlyList<string> Rules, string? Reason, SqlStatement? Statement, int Line, string Text)
{
    /// <summary>Names in the comment that no rule has.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    public bool Covers(Finding finding) =>
        (Statement is null || ReferenceEquals(Statement, finding.Context.Statement)) && (Rules.Count == 0 || Rules.Contains(finding.Rule.Id));
}
