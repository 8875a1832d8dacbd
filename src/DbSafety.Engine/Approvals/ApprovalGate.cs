using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Approvals.Gates;
using DbSafety.Engine.Approvals.Policies;
using DbSafety.Engine.Approvals.Requests;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Projects;
using Npgsql;

namespace DbSafety.Engine.Approvals;

/// <summary>
/// Asks a person at the approval points, or looks for signatures. Neither silence nor <c>--force</c> is an approval: only the policy can
/// open a point without one.
/// </summary>
public sealed class ApprovalGate(ResolvedTarget target, IOperationHost host)
{
    /// <summary>The points, of those given, at which the policy asks a person.</summary>
    public IReadOnlyList<ApprovalPoint> Needed(params IEnumerable<ApprovalPoint> points) =>
        [.. points.Where(point => point.Mode(target.Policy.Approvals) != ApprovalMode.None)];

    /// <summary>Asks before a change, once for all the points that it stands at.</summary>
    /// <param name="points">The points.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="session">A session whose journal says which requests are used up; null where one is to be opened for it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was approved; nothing where the policy asks nobody.</returns>
    /// <exception cref="DbSafetyException"><c>ApprovalNeeded</c>: nobody can answer, or has signed; <c>ApprovalDenied</c>; or why signatures do not count.</exception>
    public async Task<ApprovalGrant> BeforeAsync(IReadOnlyList<ApprovalPoint> points, ApprovalRequest request, NpgsqlConnection? session, CancellationToken cancellationToken)
    {
        var needed = Needed(points);
        if (needed.Count == 0)
            return ApprovalGrant.Nothing;
        var subject = request.Subject is { } make ? await make(cancellationToken) : null;
        var mustBeSigned = needed.Any(point => point.Mode(target.Policy.Approvals) == ApprovalMode.Signed);
        if (subject is not null && target.Project is not null && (mustBeSigned || !host.CanAsk))
        {
            if (await SignedAsync(needed, subject, session, mustBeSigned, cancellationToken) is { } signed)
                return await UnswappedAsync(subject, Granted(needed, subject, signed), cancellationToken);
        }

        if (mustBeSigned)
            throw await ApprovalErrors.NotSignedAsync(needed, request, subject, target, host, cancellationToken);
        if (!host.CanAsk)
            throw await ApprovalErrors.NeededAsync(needed, request, subject, target, host, cancellationToken);
        if (!await AskAsync(needed, request, subject, cancellationToken))
            throw ApprovalErrors.Denied(needed, request);
        var granted = new ApprovalGrant { Points = needed, Plan = subject?.Digest, People = [host.UserName] };
        return subject is null ? granted : await UnswappedAsync(subject, granted, cancellationToken);
    }

    /// <summary>Asks after the fact. Where only signatures count, the approval is owed until they are there.</summary>
    public async Task<ApprovalDecision> AfterAsync(ApprovalPoint point, ApprovalRequest request, CancellationToken cancellationToken)
    {
        if (Needed(point).Count == 0)
            return ApprovalDecision.NotNeeded;
        if (point.Mode(target.Policy.Approvals) == ApprovalMode.Signed)
        {
            host.Warning($"A signed approval is outstanding ({point.Words()}): {request.Title}.");
            return ApprovalDecision.Outstanding;
        }

        if (host.CanAsk)
            return await AskAsync([point], request, null, cancellationToken) ? ApprovalDecision.Approved : ApprovalDecision.Denied;
        host.Warning($"An approval is outstanding ({point.Words()}): {request.Title}. Nobody can answer here; at a console run: {request.Command}");
        return ApprovalDecision.Outstanding;
    }

    private async Task<Judgement?> SignedAsync(
        IReadOnlyList<ApprovalPoint> needed, ApprovalSubject subject, NpgsqlConnection? session, bool mustBeSigned, CancellationToken cancellationToken)
    {
        var book = await PolicyBook.OpenAsync(target.Project, target.Policy, cancellationToken);
        if (book.Keys.Count == 0)
            return mustBeSigned ? throw SignedErrors.NobodyCanSign(target.Environment, target.Name) : null;
        var journal = await EvidenceAsync(session, cancellationToken);
        var rules = needed.Select(point => point.Rule(target.Policy.Approvals)).ToList();
        return await new SignedGate(target, book, journal, host).FindAsync(subject, rules, cancellationToken);
    }

    // A runbook may have to go on while its server cannot be reached: then the notes in plans/ alone tell what is used up.
    private async Task<JournalEvidence> EvidenceAsync(NpgsqlConnection? session, CancellationToken cancellationToken)
    {
        if (session is not null)
            return new JournalEvidence(await JournalReader.ReadAsync(session, cancellationToken));
        try
        {
            await using var own = await target.Sessions.OpenAsync("approval", cancellationToken);
            return new JournalEvidence(await JournalReader.ReadAsync(own, cancellationToken));
        }
        catch (DbSafetyException error) when (error.Kind == ErrorKind.Connection)
        {
            host.Warning($"The journal of {target.Name} cannot be read now, so whether it lost rows since the approval was asked for is not checked. {error.Message}");
            return JournalEvidence.Unread;
        }
    }

    private ApprovalGrant Granted(IReadOnlyList<ApprovalPoint> needed, ApprovalSubject subject, Judgement signed)
    {
        var people = signed.BreakGlass is { } alone ? [alone.Key.Person.Name] : signed.Counted.Select(decision => decision.Key.Person.Name).ToList();
        foreach (var error in signed.NotCounted)
            host.Warning($"A decision does not count: {error.Message}");
        var grant = new ApprovalGrant { Points = needed, Plan = subject.Digest, People = people, Signed = signed };
        if (grant.Alone is { } acted)
            host.Warning($"{acted.Mark}. It stays marked until others countersign.");
        return grant;
    }

    // The very bytes that were hashed are what is run; a file that says something else by now is still a reason to stop and look.
    private static async Task<ApprovalGrant> UnswappedAsync(ApprovalSubject subject, ApprovalGrant grant, CancellationToken cancellationToken)
    {
        foreach (var file in subject.Files)
        {
            if (!await file.IsSameAsync(cancellationToken))
                throw SignedErrors.FileSwapped(file.Path);
        }

        return grant;
    }

    private async Task<bool> AskAsync(IReadOnlyList<ApprovalPoint> points, ApprovalRequest request, ApprovalSubject? subject, CancellationToken cancellationToken)
    {
        // Production is typed out, so that a habitual "yes" does not reach it.
        var typed = target.IsProduction && points.Contains(ApprovalPoint.ProductionDeployment);
        var title = $"Approval {string.Join(" and ", points.Select(point => point.Words()))}: {request.Title}";
        IReadOnlyList<string> detail = [.. request.Detail, .. subject is null ? (string[])[] : [$"Bound to the plan {subject.Digest}"], $"Asked for by {host.UserName}@{host.MachineName}"];
        var answer = await host.AskAsync(typed
            ? new Question(title, $"Type the target's name, {target.Name}, to approve; anything else refuses.", detail, [])
            : new Question(title, "Do you approve?", detail, ["no", "yes"]), cancellationToken);
        return typed ? answer.Trim() == target.Name : answer.Trim().Equals("yes", StringComparison.OrdinalIgnoreCase);
    }
}
