namespace DbSafety.Engine.Projects.Approving;

/// <summary>A person's public key, as the policy names it.</summary>
/// <param name="Source">The key itself (PEM, or a line of OpenSSH), or the file that holds it, from the policy's folder.</param>
/// <param name="From">The first moment at which its signatures count.</param>
/// <param name="Until">The moment from which they count no longer.</param>
/// <param name="Revoked">None of its signatures counts, whatever time they name: who holds a stolen key writes the time that he likes.</param>
public sealed record ApprovalKey(string Source, DateTimeOffset? From, DateTimeOffset? Until, bool Revoked)
{
    public bool IsText => Source.Contains("-----BEGIN", StringComparison.Ordinal) || Source.StartsWith("ssh-", StringComparison.Ordinal)
        || Source.StartsWith("ecdsa-", StringComparison.Ordinal) || Source.StartsWith("sk-", StringComparison.Ordinal);
}
