using DbSafety.Core.Errors;
using DbSafety.Engine.Approvals.Policies;
using DbSafety.Engine.Projects.Approving;

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>
/// Counts the decisions on a request: different people and not keys, none of them the requester, each with a role that counts, with a key
/// that is good and within the time. One denial beats all approvals.
/// </summary>
internal sealed class RequestJudge(PolicyBook book, IReadOnlyList<EnvelopeSource> decisions, DateTimeOffset now)
{
    // Two machines' clocks differ a little.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <summary>It is about what was done already: neither the request nor a decision expires.</summary>
    public bool IsAfterwards { get; init; }

    /// <summary>Who may not decide, besides the requester.</summary>
    public Func<ApprovalPerson, bool> Excluded { get; init; } = _ => false;

    /// <param name="request">The request.</param>
    /// <param name="rules">The rules of all points that it is to open.</param>
    public Judgement Judge(VerifiedRequest request, IReadOnlyList<ApprovalRule> rules)
    {
        var counted = new List<VerifiedDecision>();
        var refused = new List<DbSafetyException>();
        VerifiedDecision? breakGlass = null;
        foreach (var source in decisions.DistinctBy(source => source.Sha256))
        {
            try
            {
                var (envelope, statement) = VerifiedDecision.Open(source);
                if (statement.Request != request.Digest)
                    continue;
                var decision = VerifiedDecision.Verify(envelope, statement, source, book, now);
                if (statement.Decision == DecisionKind.Deny)
                    return new Judgement(request, [], [], null, SignedErrors.Denied(request, decision));
                RefuseWrong(request, decision, statement.Decision == DecisionKind.BreakGlass ? [book.Policy.BreakGlass ?? throw SignedErrors.NoBreakGlass(decision)] : rules);
                if (statement.Decision == DecisionKind.BreakGlass)
                    breakGlass = decision;
                else
                    counted.Add(decision);
            }
            catch (DbSafetyException error)
            {
                refused.Add(error);
            }
        }

        var people = counted.DistinctBy(decision => decision.Key.Person.Name).ToList();
        if (rules.All(rule => people.Count(decision => rule.Admits(decision.Key.Person)) >= rule.People))
            return new Judgement(request, people, refused, null, null);
        if (breakGlass is not null)
            return new Judgement(request, people, refused, breakGlass, null);
        // What is wrong with a decision that was given tells more than that it is missing.
        return new Judgement(request, people, refused, null, people.Count == 0 && refused.Count > 0 ? refused[0] : SignedErrors.TooFew(request, people, refused, rules, counted.Count));
    }

    /// <summary>The moment from which on a decision, or a request, no longer counts: what it says itself, and no later than the policy allows.</summary>
    public static DateTimeOffset End(DateTimeOffset from, DateTimeOffset notAfter, bool emergency, PolicyBook book)
    {
        var latest = from + (emergency ? book.Policy.EmergencyValidFor : book.Policy.ValidFor);
        return notAfter < latest ? notAfter : latest;
    }

    private void RefuseWrong(VerifiedRequest request, VerifiedDecision decision, IReadOnlyList<ApprovalRule> rules)
    {
        var (statement, person) = (decision.Statement, decision.Key.Person);
        if (statement.Plan != request.Statement.Plan || statement.Target != request.Statement.Target || statement.Environment != request.Statement.Environment)
            throw SignedErrors.OtherTarget(decision.Source.Origin, statement.Target, request.Statement.Target);
        // Who breaks the glass acts alone by its meaning; others countersign.
        if (statement.Decision != DecisionKind.BreakGlass && (request.IsFrom(person) || Excluded(person)))
            throw SignedErrors.IsRequester(decision);
        if (!rules.Any(rule => rule.Admits(person)))
            throw SignedErrors.LacksRole(decision, rules);
        if (statement.NotBefore > now + Skew)
            throw SignedErrors.NotYet(decision);
        if (!IsAfterwards && now >= End(statement.NotBefore, statement.NotAfter, request.Statement.Emergency || statement.Decision == DecisionKind.BreakGlass, book))
            throw SignedErrors.Expired($"{decision.Source.Origin}: the decision of {person.Name}");
    }
}
