using System.Security.Cryptography;
using DbSafety.Core.Errors;
using DbSafety.Engine.Approvals.Envelopes;
using DbSafety.Engine.Approvals.Policies;
using DbSafety.Engine.Projects.Approving;

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>A request whose envelope was read, and whose signature, where it has one, verifies.</summary>
/// <param name="Statement">What is asked for.</param>
/// <param name="Digest">The digest of the statement's bytes, which decisions name.</param>
/// <param name="Signer">Who signed it; null for one without a signature.</param>
/// <param name="Source">Where it stands.</param>
internal sealed record VerifiedRequest(RequestStatement Statement, string Digest, ApprovalPerson? Signer, EnvelopeSource Source)
{
    /// <summary><c>sha256:</c> and the digest of a statement's bytes.</summary>
    public static string DigestOf(byte[] payload) => "sha256:" + Convert.ToHexString(SHA256.HashData(payload)).ToLowerInvariant();

    /// <exception cref="DbSafetyException"><c>ApprovalEnvelopeInvalid</c>, <c>ApprovalSignatureInvalid</c>, <c>ApprovalKeyRevoked</c>, <c>ApprovalKeyNotValid</c>.</exception>
    public static VerifiedRequest Read(EnvelopeSource source, PolicyBook book, DateTimeOffset now)
    {
        var envelope = Dsse.Read(source.Bytes, source.Origin);
        if (envelope.PayloadType != RequestStatement.PayloadType || envelope.Signatures.Count > 1)
            throw EnvelopeErrors.Invalid(source.Origin);
        var signer = envelope.Signatures.Count == 0 ? null : SignerCheck.Require(envelope, source.Origin, book, now, null).Person;
        try
        {
            return new VerifiedRequest(RequestStatement.Read(envelope.Payload), DigestOf(envelope.Payload), signer, source);
        }
        catch (FormatException error)
        {
            throw EnvelopeErrors.Invalid(source.Origin, error);
        }
    }

    /// <summary>True where this person asked, or works under the account that did.</summary>
    public bool IsFrom(ApprovalPerson person) => Signer?.Name == person.Name || person.Is(AccountName);

    /// <summary>The account's name without its machine.</summary>
    public string AccountName => Statement.Account.Split('@')[0];
}
