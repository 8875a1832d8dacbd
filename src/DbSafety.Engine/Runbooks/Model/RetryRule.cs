namespace DbSafety.Engine.Runbooks.Model;

/// <summary>How a step is tried again.</summary>
/// <param name="Count">How often at the most, after the first time.</param>
/// <param name="Delay">The pause before the first of them.</param>
/// <param name="Backoff">By how much each pause is longer than the one before.</param>
/// <param name="Longest">The longest pause.</param>
/// <param name="Errors">Ids or kinds of errors for which it is tried again; empty for all.</param>
public sealed record RetryRule(int Count, TimeSpan Delay, double Backoff, TimeSpan Longest, IReadOnlyList<string> Errors);
