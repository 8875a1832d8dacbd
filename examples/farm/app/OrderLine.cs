namespace FarmShop;

internal sealed record OrderLine(int Line, long ProductId, string Product, string Lot, decimal Quantity, decimal UnitPrice, decimal Total);
