namespace DbSafety.Engine.Approvals;

/// <summary>Somebody opened a plan alone (break-glass); others have to countersign.</summary>
/// <param name="Person">Who.</param>
/// <param name="Reason">Why.</param>
public sealed record ActedAlone(string Person, string Reason)
{
    /// <summary>The name of the point that is owed for it, and of how it was opened.</summary>
    public const string Point = "breakGlass";

    /// <summary>As every report says it until it is countersigned; the square is red wherever the text is read.</summary>
    public string Mark => $"🟥 BREAK-GLASS, not countersigned: {Person} acted alone: {Reason}";
}
