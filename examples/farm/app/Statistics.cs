namespace FarmShop;

/// <param name="Orders">How many orders are in each status.</param>
/// <param name="Revenue">Euros without VAT, of all orders that were not cancelled.</param>
/// <param name="Months">The same by month, such as 2025-03.</param>
internal sealed record Statistics(IReadOnlyDictionary<string, long> Orders, decimal Revenue, IReadOnlyDictionary<string, decimal> Months);
