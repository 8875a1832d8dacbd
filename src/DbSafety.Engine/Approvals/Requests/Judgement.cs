using System.Text;
using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Operations;

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>What the decisions on one request come to.</summary>
/// <param name="Request">The request.</param>
/// <param name="Counted">The approvals that count: one for each person.</param>
/// <param name="NotCounted">Those that do not, and why.</param>
/// <param name="BreakGlass">The decision that opens alone, where the policy lets it; null where there is none or none is needed.</param>
/// <param name="Refusal">Why nothing is opened; null where it is.</param>
internal sealed record Judgement(
    VerifiedRequest Request, IReadOnlyList<VerifiedDecision> Counted, IReadOnlyList<DbSafetyException> NotCounted, VerifiedDecision? BreakGlass, DbSafetyException? Refusal)
{
    public bool Opens => Refusal is null;

    /// <summary>Takes the request for one run: it holds once. What is given is kept when the first statement of the change is sent.</summary>
    /// <exception cref="DbSafetyException"><c>ApprovalUsed</c>.</exception>
    public async Task<RequestUse> UseAsync(ResolvedTarget target, string run, IOperationHost host, CancellationToken cancellationToken)
    {
        var folder = ApprovalFolder.Of(target.RequireProject());
        try
        {
            return new RequestUse(await folder.UseAsync(Request.Digest, Request.Statement.Action, target.Name, run, host.Time.GetUtcNow(), cancellationToken));
        }
        catch (IOException) when (folder.UsedBy(Request.Digest) is { } used)
        {
            return used == run ? new RequestUse(null) : throw SignedErrors.Used(Request, used);
        }
    }

    /// <summary>Adds to a journal row what it rests on.</summary>
    public void Describe(JsonObject detail, bool withEnvelopes)
    {
        detail["request"] = Request.Digest;
        detail["requester"] = Request.Signer?.Name ?? Request.Statement.Account;
        detail["reason"] = BreakGlass?.Statement.Reason ?? Request.Statement.Reason;
        if (withEnvelopes)
            detail["envelopes"] = new JsonArray([.. Envelopes.Select(source => JsonValue.Create(Encoding.UTF8.GetString(source.Bytes)))]);
    }

    /// <summary>The envelopes on which that rests, as they are.</summary>
    public IReadOnlyList<EnvelopeSource> Envelopes => [Request.Source, .. Counted.Concat(BreakGlass is null ? [] : [BreakGlass]).Select(decision => decision.Source)];
}
