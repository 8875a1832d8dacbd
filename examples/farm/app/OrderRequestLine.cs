namespace FarmShop;

/// <param name="Quantity">In the product's unit of sale.</param>
internal sealed record OrderRequestLine(long ProductId, decimal Quantity);
