namespace DbSafety.Engine.Projects.Approving;

/// <summary>How one approval point is opened, and by whom.</summary>
/// <param name="Mode">How.</param>
/// <param name="People">How many different people have to sign.</param>
/// <param name="Roles">Each of them has one of these roles; empty where every person of the policy counts.</param>
public sealed record ApprovalRule(ApprovalMode Mode, int People, IReadOnlyList<string> Roles)
{
    public static ApprovalRule Prompt { get; } = new(ApprovalMode.Prompt, 1, []);

    public static ApprovalRule None { get; } = new(ApprovalMode.None, 1, []);

    public static ApprovalRule Signed { get; } = new(ApprovalMode.Signed, 1, []);

    public bool Admits(ApprovalPerson person) => Roles.Count == 0 || Roles.Intersect(person.Roles, StringComparer.Ordinal).Any();
}
