namespace DbSafety.Engine.Projects.Approving;

/// <summary>Somebody whom the policy knows.</summary>
/// <param name="Name">The name in the policy.</param>
/// <param name="Accounts">The accounts of the operating system under which this person works, by which a requester is known.</param>
/// <param name="Roles">What this person may approve as.</param>
/// <param name="Keys">The public keys.</param>
public sealed record ApprovalPerson(string Name, IReadOnlyList<string> Accounts, IReadOnlyList<string> Roles, IReadOnlyList<ApprovalKey> Keys)
{
    public bool Is(string account) => Accounts.Prepend(Name).Contains(account, StringComparer.OrdinalIgnoreCase);
}
