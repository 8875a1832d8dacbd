namespace DbSafety.PowerShell.Hosting;

/// <summary>What one result of a test says.</summary>
/// <param name="Passed">Whether it passed.</param>
/// <param name="Complaint">What is said of one that did not.</param>
/// <param name="Remark">What -Verbose says of it, where it was not tested at all.</param>
internal sealed record Judgement(bool Passed, string Complaint, string? Remark = null);
