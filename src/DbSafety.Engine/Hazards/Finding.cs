using DbSafety.Core.Results;
using DbSafety.Engine.Hazards.Catalogue;

namespace DbSafety.Engine.Hazards;

/// <summary>What a rule found, before allowances are looked at.</summary>
internal sealed record Finding(HazardRule Rule, HazardSeverity Severity, StatementContext Context, string? Object, string Reason, string SaferForm);
