namespace FarmShop;

/// <summary>An order as its customer sees it.</summary>
internal sealed record Order(
    long Id, string Number, long CustomerId, DateTime PlacedAt, DateOnly? DeliveryOn, string Status, decimal Total, IReadOnlyList<OrderLine> Lines);
