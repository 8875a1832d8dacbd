namespace FarmShop;

/// <summary>What a customer asks for.</summary>
internal sealed record OrderRequest(long CustomerId, IReadOnlyList<OrderRequestLine>? Lines)
{
    private const int MostLines = 50;

    /// <summary>What is wrong with it, as one sentence; null where nothing is.</summary>
    public string? Problem => Lines switch
    {
        null or { Count: 0 } => "An order has at least one line.",
        { Count: > MostLines } => $"An order has {MostLines} lines at the most.",
        _ when Lines.Any(line => line.Quantity is <= 0 or > 1000) => "A quantity is more than 0 and 1000 at the most.",
        _ when Lines.DistinctBy(line => line.ProductId).Count() < Lines.Count => "A product stands in one line only.",
        _ => null,
    };
}
