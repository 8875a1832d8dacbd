namespace FarmShop;

/// <summary>The outcome of an order: its number, or why it was refused.</summary>
internal sealed record OrderPlacement(long? OrderId, string? Refusal)
{
    public static OrderPlacement Placed(long id) => new(id, null);

    public static OrderPlacement Refused(string reason) => new(null, reason);
}
