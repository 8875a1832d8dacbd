namespace DbSafety.Engine.Rehearsal.Contents;

/// <summary>The values of one column, whatever the order of the rows.</summary>
/// <param name="Name">The column.</param>
/// <param name="Sum">Sum of the values' hashes: it differs where the values do.</param>
/// <param name="NotNull">How many values are not null.</param>
internal sealed record ColumnContent(string Name, ulong Sum, long NotNull);
