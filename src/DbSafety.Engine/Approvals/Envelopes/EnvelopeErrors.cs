using DbSafety.Core.Errors;

namespace DbSafety.Engine.Approvals.Envelopes;

/// <summary>The errors of what is not an envelope of ours.</summary>
internal static class EnvelopeErrors
{
    public static DbSafetyException Invalid(string origin, Exception? cause = null) =>
        new("ApprovalEnvelopeInvalid", ErrorKind.NotApproved, $"{origin} is not a whole envelope of a request or a decision{(cause is null ? "" : $": {cause.Message}")}.", cause)
        {
            State = "Nothing was approved by it.",
            NextStep = "Take the file away, and have the approver decide again: dbsafety approve",
        };

    public static DbSafetyException Forged(string origin, string who) =>
        new("ApprovalSignatureInvalid", ErrorKind.NotApproved, $"{origin}: the signature is not one of {who} over these bytes.")
        {
            State = "Nothing was approved by it.",
            NextStep = "Take the file away, and find out who wrote it. The approver decides again with: dbsafety approve",
        };
}
