using DbSafety.Core.Results;
using DbSafety.Engine.Hazards.Catalogue;
using DbSafety.Engine.Hazards.Symbols;

namespace DbSafety.Engine.Hazards;

/// <summary>What a rule found, before allowances are looked at.</summary>
internal sealed record Finding(HazardRule Rule, HazardSeverity Severity, StatementContext Context, string? Object, string Reason, string SaferForm)
{
    /// <summary>What it rests on.</summary>
    public HazardEvidence Evidence { get; init; }

    /// <summary>The table that it is about; null where it is about another thing.</summary>
    public TableSymbol? Table { get; init; }
}
