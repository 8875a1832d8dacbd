using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Approvals;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Approvals.Policies;
using DbSafety.Engine.Approvals.Requests;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Projects.Approving;

namespace DbSafety.Engine.Operations.Approving;

/// <summary>Tells how far a plan is, by the files in <c>plans/</c>. Whether a journal was cut, only the run itself can see.</summary>
internal sealed class PlanStatus(ProjectFolder project, IOperationHost host)
{
    private readonly ApprovalFolder _folder = ApprovalFolder.Of(project);

    public async Task<PlanApproval> ReadAsync(PlanChoice choice, CancellationToken cancellationToken)
    {
        var policy = project.Configuration.PolicyOf(choice.Environment);
        var book = await PolicyBook.OpenAsync(project, policy, cancellationToken);
        var rules = Rules(choice, policy);
        var status = new PlanApproval
        {
            Plan = choice.Digest,
            Path = choice.Path,
            Action = choice.Action,
            Target = choice.Target,
            Environment = choice.Environment,
            PeopleNeeded = rules.Max(rule => rule.People),
            Content = PlanReading.Lines(choice.Plan),
            NextStep = $"dbsafety submit {project.Relative(choice.Path)}",
        };
        var requests = Requests(choice, book, out var problems);
        return requests.Count == 0 ? status with { State = problems.Count > 0 ? PlanApprovalState.Invalid : PlanApprovalState.Draft, Problems = problems } : Of(status, choice, requests[0], rules, book);
    }

    /// <summary>The requests for a plan, the newest first; those that are used up last.</summary>
    public IReadOnlyList<VerifiedRequest> Requests(PlanChoice choice, PolicyBook book, out IReadOnlyList<string> problems)
    {
        var found = new List<VerifiedRequest>();
        var wrong = new List<string>();
        var stem = System.IO.Path.GetFileName(ApprovalFolder.Stem(choice.Path)) + ".request-";
        foreach (var source in _folder.Requests)
        {
            try
            {
                var request = VerifiedRequest.Read(source, book, host.Time.GetUtcNow());
                if (request.Statement.Plan == choice.Digest)
                    found.Add(request);
            }
            catch (DbSafetyException error) when (source.Origin.StartsWith(stem, StringComparison.Ordinal))
            {
                wrong.Add(error.Message);
            }
            catch (DbSafetyException)
            {
                // One for another plan is told with that plan.
            }
        }

        problems = wrong;
        return [.. found.OrderBy(request => _folder.UsedBy(request.Digest) is not null).ThenByDescending(request => request.Statement.At)];
    }

    /// <summary>The rules of the points that a plan stands at.</summary>
    public static IReadOnlyList<ApprovalRule> Rules(PlanChoice choice, EnvironmentPolicy policy)
    {
        IEnumerable<ApprovalPoint> points = choice.IsOwed || choice.Action == "runbook" || !policy.IsProduction
            ? [] : [ApprovalPoint.ProductionDeployment];
        var rules = points.Select(point => point.Rule(policy.Approvals)).Where(rule => rule.Mode == ApprovalMode.Signed).ToList();
        return rules.Count == 0 ? [ApprovalRule.Signed] : rules;
    }

    /// <summary>The judge of a plan's decisions.</summary>
    public static RequestJudge Judge(PlanChoice choice, PolicyBook book, IReadOnlyList<EnvelopeSource> decisions, DateTimeOffset now) =>
        new(book, decisions, now) { IsAfterwards = choice.IsOwed, Excluded = person => person.Name == choice.Alone };

    private PlanApproval Of(PlanApproval status, PlanChoice choice, VerifiedRequest request, IReadOnlyList<ApprovalRule> rules, PolicyBook book)
    {
        var owed = choice.IsOwed;
        var judgement = Judge(choice, book, _folder.Decisions, host.Time.GetUtcNow()).Judge(request, rules);
        var expires = RequestJudge.End(request.Statement.At, request.Statement.NotAfter, request.Statement.Emergency, book);
        var refusal = owed ? null : RequestCheck.Refusal(request, book, host.Time.GetUtcNow());
        var decisions = judgement.Counted.Concat(judgement.BreakGlass is null ? [] : [judgement.BreakGlass]).ToList();
        var state = _folder.UsedBy(request.Digest) is not null ? PlanApprovalState.Used
            : judgement.Refusal?.Id == "ApprovalDenied" ? PlanApprovalState.Denied
            : refusal?.Id == "ApprovalExpired" ? PlanApprovalState.Expired
            : refusal is not null ? PlanApprovalState.Invalid
            : judgement.BreakGlass is not null ? PlanApprovalState.BreakGlass
            : judgement.Opens ? PlanApprovalState.Approved
            : PlanApprovalState.Requested;
        return status with
        {
            State = state,
            Requester = request.Signer?.Name ?? request.Statement.Account,
            Reason = request.Statement.Reason,
            RequestedAt = request.Statement.At,
            Expires = owed ? null : expires,
            Decisions = [.. decisions.Select(decision => new PlanDecision(decision.Key.Person.Name, char.ToLowerInvariant(decision.Statement.Decision.ToString()[0]) + decision.Statement.Decision.ToString()[1..],
                decision.Statement.NotBefore, decision.Statement.NotAfter, decision.Statement.Reason, decision.Key.Key.KeyId))],
            Problems =
            [
                .. choice.Alone is { } person && state == PlanApprovalState.Requested ? (string[])[new ActedAlone(person, (string?)choice.Plan["reason"] ?? "").Mark] : [],
                .. judgement.NotCounted.Select(error => error.Message),
                .. state switch { PlanApprovalState.Denied => (string[])[judgement.Refusal!.Message], PlanApprovalState.Invalid => [refusal!.Message], _ => [] },
            ],
            NextStep = state switch
            {
                PlanApprovalState.Requested => $"dbsafety approve {project.Relative(choice.Path)} --key KEY.pem",
                PlanApprovalState.Approved or PlanApprovalState.BreakGlass => owed ? "Nothing: the next run takes note of it." : choice.Action switch
                {
                    "migrate" => $"dbsafety migrate --target {choice.Target}",
                    "runbook" => $"dbsafety resume-run {(string?)choice.Plan["run"]}",
                    _ => $"dbsafety {choice.Action}, as it was run before, with --target {choice.Target}",
                },
                _ => $"dbsafety submit {project.Relative(choice.Path)}",
            },
        };
    }
}
