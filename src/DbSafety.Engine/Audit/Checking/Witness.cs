using DbSafety.Core.Results.Journals;

namespace DbSafety.Engine.Audit.Checking;

/// <summary>A head that was kept elsewhere.</summary>
/// <param name="Head">The head.</param>
/// <param name="Source">Who kept it.</param>
internal sealed record Witness(JournalHead Head, string Source);
