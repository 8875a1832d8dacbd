namespace FarmShop;

/// <summary>A product as the shop window shows it.</summary>
/// <param name="UnitPrice">Euros without VAT.</param>
/// <param name="Stock">What the lots that are for sale hold, in <paramref name="Unit"/>.</param>
internal sealed record Product(
    long Id, string Sku, string Name, string Category, string Grower, string Unit, decimal UnitPrice, decimal PriceWithVat, decimal Stock);
