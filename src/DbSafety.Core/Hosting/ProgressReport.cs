namespace DbSafety.Core.Hosting;

/// <summary>How far something long has come.</summary>
/// <param name="Activity">What is being done, such as <c>Backing up</c>; reports of one activity replace each other.</param>
/// <param name="Item">The thing at hand, such as a table's name.</param>
/// <param name="Done">Units done so far.</param>
/// <param name="Total">Units in all, where known; estimates are marked by <paramref name="TotalIsEstimate"/>.</param>
/// <param name="Rows">Rows so far, where rows are counted.</param>
/// <param name="Unit">The unit of done and total: <c>bytes</c>, <c>rows</c>, <c>tables</c>, <c>statements</c>.</param>
/// <param name="TotalIsEstimate">True when the total is the server's estimate.</param>
/// <param name="Completed">True in the last report of an activity.</param>
public sealed record ProgressReport(
    string Activity,
    string Item,
    long Done,
    long? Total,
    string Unit,
    long? Rows = null,
    bool TotalIsEstimate = false,
    bool Completed = false);
