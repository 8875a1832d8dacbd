using DbSafety.Core.Errors;
using DbSafety.Engine.Approvals.Envelopes;
using DbSafety.Engine.Approvals.Policies;

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>Finds the key that made a signature, among those of the policy. What an envelope says of its signer is a hint and no more.</summary>
internal static class SignerCheck
{
    /// <param name="envelope">The envelope, with one signature.</param>
    /// <param name="origin">Where it stands.</param>
    /// <param name="book">Who is known.</param>
    /// <param name="now">The moment at which the key has to be good.</param>
    /// <param name="person">Whose key it has to be; null for anybody's.</param>
    /// <exception cref="DbSafetyException"><c>ApprovalSignatureInvalid</c>, <c>ApprovalKeyRevoked</c>, <c>ApprovalKeyNotValid</c>.</exception>
    public static KnownKey Require(Dsse envelope, string origin, PolicyBook book, DateTimeOffset now, string? person)
    {
        var signed = envelope.SignedBytes;
        var key = book.Keys.FirstOrDefault(key => (person is null || key.Person.Name == person) && key.Key.Verifies(signed, envelope.Signatures[0].Bytes))
            ?? throw EnvelopeErrors.Forged(origin, person is null ? "anybody whom the policy knows" : $"{person}, as the policy knows the keys,");
        RequireGood(key, now, origin);
        return key;
    }

    /// <exception cref="DbSafetyException"><c>ApprovalKeyRevoked</c>, <c>ApprovalKeyNotValid</c>.</exception>
    public static void RequireGood(KnownKey key, DateTimeOffset now, string origin)
    {
        if (key.Revoked)
            throw Bad("ApprovalKeyRevoked", $"{origin}: the key {key.Key.KeyId[..19]}… of {key.Person.Name} is revoked.");
        if (!key.IsGoodAt(now))
            throw Bad("ApprovalKeyNotValid", $"{origin}: the key {key.Key.KeyId[..19]}… of {key.Person.Name} is not valid now.");
    }

    private static DbSafetyException Bad(string id, string message) => new(id, ErrorKind.NotApproved, message)
    {
        State = "Nothing was approved by it.",
        NextStep = "Decide again with a key that the approval policy holds for good.",
    };
}
