using DbSafety.Core.Errors;
using DbSafety.Engine.Approvals.Envelopes;
using DbSafety.Engine.Approvals.Policies;

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>A decision whose one signature verifies under a key of the person that it names.</summary>
internal sealed record VerifiedDecision(DecisionStatement Statement, KnownKey Key, EnvelopeSource Source)
{
    /// <summary>What it says, before anything of it is believed: which request it is for.</summary>
    /// <exception cref="DbSafetyException"><c>ApprovalEnvelopeInvalid</c>.</exception>
    public static (Dsse Envelope, DecisionStatement Statement) Open(EnvelopeSource source)
    {
        var envelope = Dsse.Read(source.Bytes, source.Origin);
        if (envelope.PayloadType != DecisionStatement.PayloadType || envelope.Signatures.Count != 1)
            throw EnvelopeErrors.Invalid(source.Origin);
        try
        {
            return (envelope, DecisionStatement.Read(envelope.Payload));
        }
        catch (FormatException error)
        {
            throw EnvelopeErrors.Invalid(source.Origin, error);
        }
    }

    /// <exception cref="DbSafetyException"><c>ApprovalSignatureInvalid</c>, <c>ApprovalKeyRevoked</c>, <c>ApprovalKeyNotValid</c>.</exception>
    public static VerifiedDecision Verify(Dsse envelope, DecisionStatement statement, EnvelopeSource source, PolicyBook book, DateTimeOffset now) =>
        new(statement, SignerCheck.Require(envelope, source.Origin, book, now, statement.Approver), source);
}
