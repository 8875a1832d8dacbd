namespace FarmShop;

/// <summary>Whether the shop can sell.</summary>
/// <param name="Status"><c>ok</c> or <c>unavailable</c>.</param>
/// <param name="Reason">Why it is unavailable.</param>
/// <param name="Milliseconds">How long the database took to answer.</param>
internal sealed record Health(string Status, string? Reason, string? Server, long? Products, long? Orders, decimal? Stock, double Milliseconds)
{
    public const string Ok = "ok";

    public static Health Unavailable(string reason, double milliseconds) => new("unavailable", reason, null, null, null, null, milliseconds);
}
