namespace DbSafety.Engine.Audit.Checking;

/// <summary>A place where a chain does not hold.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="At">Where it shows; for removed ones, where the first of them was.</param>
/// <param name="Detail">What was seen, as a sentence.</param>
internal sealed record ChainBreak(ChainBreakKind Kind, long At, string Detail);
