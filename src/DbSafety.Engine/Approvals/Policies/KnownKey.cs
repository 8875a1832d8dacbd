using DbSafety.Engine.Approvals.Keys;
using DbSafety.Engine.Projects.Approving;

namespace DbSafety.Engine.Approvals.Policies;

/// <summary>A key of a person whom the policy knows.</summary>
internal sealed record KnownKey(ApprovalPerson Person, PublicKey Key, DateTimeOffset? From, DateTimeOffset? Until, bool Revoked)
{
    public bool IsGoodAt(DateTimeOffset moment) => (From is null || moment >= From) && (Until is null || moment < Until);
}
