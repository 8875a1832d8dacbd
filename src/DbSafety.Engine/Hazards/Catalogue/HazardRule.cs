using DbSafety.Core.Results;

namespace DbSafety.Engine.Hazards.Catalogue;

/// <summary>A rule.</summary>
/// <param name="Id">Its id, which stays the same for ever.</param>
/// <param name="Title">What it finds, in a few words.</param>
/// <param name="Severity">How much a finding weighs where nothing else is said.</param>
/// <param name="Why">Why it is a hazard at all.</param>
/// <param name="Safer">What to do instead, in general; a finding writes it out for its statement.</param>
internal sealed record HazardRule(string Id, string Title, HazardSeverity Severity, string Why, string Safer)
{
    /// <summary>It weighs less on a small table, and nothing on an empty one.</summary>
    public bool BySize { get; init; }

    /// <summary>The names that squawk has for it.</summary>
    public IReadOnlyList<string> Squawk { get; init; } = [];
}
