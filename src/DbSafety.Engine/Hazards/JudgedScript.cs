using DbSafety.Core.Results;

namespace DbSafety.Engine.Hazards;

/// <summary>A script with what was found in it.</summary>
/// <param name="Script">The script.</param>
/// <param name="Statements">Its statements with their locks, in the order in which they are run.</param>
/// <param name="Hazards">What was found, by line; the allowed ones too.</param>
internal sealed record JudgedScript(ChainScript Script, IReadOnlyList<StatementContext> Statements, IReadOnlyList<MigrationHazard> Hazards)
{
    /// <summary>The findings before allowances were looked at.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }
}
