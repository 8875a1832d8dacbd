namespace DbSafety.Core.Results.Monitoring;

/// <summary>The outcome of one integrity check on one object, or on all objects of its kind where nothing was found.</summary>
/// <param name="Check">What was looked for: <c>indexes</c>, <c>constraints</c>, <c>foreign-keys</c>, <c>sequences</c>, <c>unique-keys</c>, <c>collations</c>, <c>checksums</c>, <c>amcheck</c>, <c>catalog</c> or <c>backup</c>.</param>
/// <param name="Object">The object; null for all of the kind.</param>
/// <param name="State">The outcome.</param>
/// <param name="Found">How many rows or objects are wrong; those that were looked at where none is.</param>
/// <param name="Detail">What is wrong, named to the row where there is one, or why it was not looked at.</param>
public sealed record IntegrityCheck(string Check, string? Object, IntegrityState State, long Found, string Detail);
