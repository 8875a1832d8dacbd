using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Approvals.Envelopes;
using DbSafety.Engine.Approvals.Policies;
using DbSafety.Engine.Approvals.Requests;
using DbSafety.Engine.Canonical;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Projects.Approving;

namespace DbSafety.Engine.Approvals.Gates;

/// <summary>Looks for a request for exactly this plan whose decisions open the points.</summary>
internal sealed class SignedGate(ResolvedTarget target, PolicyBook book, JournalEvidence journal, IOperationHost host)
{
    private readonly ApprovalFolder _folder = ApprovalFolder.Of(target.RequireProject());

    /// <summary>The judgement that opens; null where nobody has asked for this plan, or for anything like it.</summary>
    /// <exception cref="DbSafetyException">Something was asked for, and does not open; the error says why.</exception>
    public async Task<Judgement?> FindAsync(ApprovalSubject subject, IReadOnlyList<ApprovalRule> rules, CancellationToken cancellationToken)
    {
        var now = host.Time.GetUtcNow();
        var judge = new RequestJudge(book, [.. _folder.Decisions, .. journal.Envelopes.Where(IsDecision)], now);
        DbSafetyException? refusal = null;
        var others = new List<VerifiedRequest>();
        foreach (var source in _folder.Requests.Concat(journal.Envelopes.Where(source => !IsDecision(source))).DistinctBy(source => source.Sha256))
        {
            try
            {
                var request = VerifiedRequest.Read(source, book, now);
                if (request.Statement.Plan != subject.Digest)
                {
                    others.Add(request);
                    continue;
                }

                RefuseRequest(request, RunOf(subject), now);
                var judgement = judge.Judge(request, rules);
                if (judgement.Opens)
                    return judgement;
                refusal = judgement.Refusal;
            }
            catch (DbSafetyException error)
            {
                // A file that somebody put there, or one that is used up, does not keep a good one from counting.
                if (PlanOf(source) is not { } plan || plan == subject.Digest)
                    refusal ??= error;
            }
        }

        if (refusal is null)
            await RefuseChangedAsync(subject, [.. others.OrderByDescending(other => other.Statement.Target == target.Name).ThenByDescending(other => other.Statement.At)], judge, rules, now, cancellationToken);
        return refusal is null ? null : throw refusal;
    }

    // A step of a runbook that was cut off between its note and its end goes on with what it has taken itself.
    private static string? RunOf(ApprovalSubject subject) => subject.Action == "runbook" ? (string?)subject.Decided["run"] : null;

    private void RefuseRequest(VerifiedRequest request, string? run, DateTimeOffset now)
    {
        if (request.Statement.Target != target.Name || request.Statement.Environment != target.Environment)
            throw SignedErrors.OtherTarget(request.Source.Origin, request.Statement.Target, target.Name);
        if ((journal.UsedBy(request.Digest) ?? _folder.UsedBy(request.Digest)) is { } used && used != run)
            throw SignedErrors.Used(request, used);
        if (RequestCheck.Refusal(request, book, now) is { } refusal)
            throw refusal;
        if (request.Statement.JournalHead is { } head && !journal.Holds(head))
            throw SignedErrors.JournalCut(request);
    }

    // Something else was approved. Where it is this plan in an earlier form, the fields that moved are named.
    private async Task RefuseChangedAsync(
        ApprovalSubject subject, IReadOnlyList<VerifiedRequest> others, RequestJudge judge, IReadOnlyList<ApprovalRule> rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var other in others.Where(other => other.Statement.Action == subject.Action && journal.UsedBy(other.Digest) is null && _folder.UsedBy(other.Digest) is null
            && now < RequestJudge.End(other.Statement.At, other.Statement.NotAfter, other.Statement.Emergency, book)))
        {
            var judgement = judge.Judge(other, rules);
            if (judgement.Counted.Count == 0 && judgement.BreakGlass is null || await _folder.FindPlanAsync(other.Statement.Plan, cancellationToken) is not { } path)
                continue;
            var (plan, _) = await ApprovalFolder.ReadPlanAsync(path, cancellationToken);
            if (other.Statement.Target == target.Name)
            {
                if (subject.Action == "runbook" && !IsSameStep(plan, subject.Decided))
                    continue;
                var fields = PlanDifference.Between(plan, subject.Decided);
                var written = target.RequireProject().Relative(await subject.WriteAsync(cancellationToken));
                throw (string?)plan["policy"] != (string?)subject.Decided["policy"] ? SignedErrors.PolicyChanged(fields, written) : SignedErrors.PlanChanged(fields, written);
            }

            if (CanonicalJson.Write(plan["migrations"] ?? plan["scripts"]) == CanonicalJson.Write(subject.Decided["migrations"] ?? subject.Decided["scripts"]))
                throw SignedErrors.OtherTarget(other.Source.Origin, other.Statement.Target, target.Name);
        }
    }

    private static bool IsSameStep(JsonObject plan, JsonObject other) => (string?)plan["run"] == (string?)other["run"] && (string?)plan["step"] == (string?)other["step"];

    // What a request says that it is for, whether it can be believed or not; null where it says nothing that can be read.
    private static string? PlanOf(EnvelopeSource source)
    {
        try
        {
            return RequestStatement.Read(Dsse.Read(source.Bytes, source.Origin).Payload).Plan;
        }
        catch (Exception error) when (error is DbSafetyException or FormatException)
        {
            return null;
        }
    }

    private static bool IsDecision(EnvelopeSource source) =>
        System.Text.Encoding.UTF8.GetString(source.Bytes).Contains(DecisionStatement.PayloadType, StringComparison.Ordinal);
}
