using System.Text;
using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Approvals;
using DbSafety.Engine.Approvals.Envelopes;
using DbSafety.Engine.Approvals.Policies;
using DbSafety.Engine.Approvals.Requests;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Operations.Approving;

/// <summary>Shows a plan, and writes the signed decision of one person on it.</summary>
internal sealed class DecisionMaker(SigningOptions options, DecisionKind kind, string? plan, string? reason, TimeSpan? validFor, IOperationHost host)
{
    private static readonly TimeSpan Owed = TimeSpan.FromDays(365);

    /// <summary>The target's name, given in the place of typing it.</summary>
    public string? ConfirmTarget { get; init; }

    public async Task<PlanApproval?> DecideAsync(CancellationToken cancellationToken)
    {
        TargetResolver.RefuseContradictions(options);
        var project = ProjectFolder.Open(options.Project, host);
        if (kind != DecisionKind.Approve && string.IsNullOrWhiteSpace(reason) && options.Signature is null)
            throw ReasonNeeded();
        var status = new PlanStatus(project, host);
        var choice = plan is { } named ? await PlanChoice.FindAsync(project, named, host, cancellationToken) : await OnlyOpenAsync(project, status, cancellationToken);
        var book = await PolicyBook.OpenAsync(project, project.Configuration.PolicyOf(choice.Environment), cancellationToken);
        var request = Request(choice, status, book, project);
        var folder = ApprovalFolder.Of(project);
        var question = new DecisionQuestion(options, kind, ConfirmTarget, project, host);
        if (!options.Prepare)
            question.RefuseUnnamed(choice);
        var signer = new Signer(options, book, host);
        string path;
        Dsse envelope;
        VerifiedDecision decision;
        if (options.Signature is not null)
        {
            (envelope, _, path) = await signer.CompleteAsync(DecisionStatement.PayloadType, cancellationToken);
            decision = Verify(envelope, book, request, choice, project);
            if (!await question.AskAsync(choice, request, decision.Key.Person.Name, cancellationToken))
                return null;
        }
        else if (options.Prepare)
        {
            var statement = Statement(choice, request, signer.PreparedFor(), book);
            path = await Signer.PrepareAsync(folder, folder.DecisionPath(choice.Path, statement), DecisionStatement.PayloadType, statement.ToBytes(), cancellationToken);
            return await status.ReadAsync(choice, cancellationToken) with { ToSign = path, NextStep = Signer.HowToSign(path) };
        }
        else
        {
            if (!signer.IsAsked)
                throw Signer.Needed();
            var (key, known) = await signer.OpenAsync(cancellationToken);
            using (key)
            {
                var statement = Statement(choice, request, known.Person.Name, book);
                envelope = Signer.Sign(key, DecisionStatement.PayloadType, statement.ToBytes());
                decision = Verify(envelope, book, request, choice, project);
                if (!await question.AskAsync(choice, request, known.Person.Name, cancellationToken))
                    return null;
                path = folder.DecisionPath(choice.Path, statement);
            }
        }

        await folder.WriteAsync(path, envelope.Write(), cancellationToken);
        await RecordAsync(choice, request, decision, envelope, cancellationToken);
        return await status.ReadAsync(choice, cancellationToken);
    }

    // The newest request that the gate would take. Where there is none, the approver hears why the newest does not count, and signs nothing.
    private VerifiedRequest Request(PlanChoice choice, PlanStatus status, PolicyBook book, ProjectFolder project)
    {
        var requests = status.Requests(choice, book, out var problems);
        if (requests.Count == 0)
            throw NotRequested(choice, project, problems);
        var folder = ApprovalFolder.Of(project);
        DbSafetyException? Refusal(VerifiedRequest request) => folder.UsedBy(request.Digest) is { } run ? SignedErrors.Used(request, run)
            : kind == DecisionKind.Deny || choice.IsOwed ? null : RequestCheck.Refusal(request, book, host.Time.GetUtcNow());
        return requests.FirstOrDefault(request => Refusal(request) is null) ?? throw Refusal(requests[0])!;
    }

    // What would not count is not written at all, and the approver hears why.
    private VerifiedDecision Verify(Dsse envelope, PolicyBook book, VerifiedRequest request, PlanChoice choice, ProjectFolder project)
    {
        var source = new EnvelopeSource("This decision", Encoding.UTF8.GetBytes(envelope.Write()));
        var (_, statement) = VerifiedDecision.Open(source);
        if (statement.Request != request.Digest || statement.Decision != kind)
            throw Approvals.Keys.KeyErrors.SignatureNotReadable(options.Signature ?? "the signature", "it is over another decision, or over another request");
        var decision = VerifiedDecision.Verify(envelope, statement, source, book, host.Time.GetUtcNow());
        if (kind == DecisionKind.Deny)
            return decision;
        var rules = PlanStatus.Rules(choice, project.Configuration.PolicyOf(choice.Environment));
        var judgement = PlanStatus.Judge(choice, book, [source], host.Time.GetUtcNow()).Judge(request, rules);
        return judgement.NotCounted.Count > 0 ? throw judgement.NotCounted[0] : decision;
    }

    private DecisionStatement Statement(PlanChoice choice, VerifiedRequest request, string person, PolicyBook book)
    {
        var now = host.Time.GetUtcNow();
        var emergency = request.Statement.Emergency || kind == DecisionKind.BreakGlass;
        var longest = choice.IsOwed ? Owed : emergency ? book.Policy.EmergencyValidFor : book.Policy.ValidFor;
        return new DecisionStatement
        {
            Decision = kind,
            Plan = choice.Digest,
            Request = request.Digest,
            Target = choice.Target,
            Environment = choice.Environment,
            Approver = person,
            Reason = reason ?? "",
            NotBefore = now,
            NotAfter = now + (validFor is { } asked && asked < longest ? asked : longest),
        };
    }

    private async Task RecordAsync(PlanChoice choice, VerifiedRequest request, VerifiedDecision decision, Dsse envelope, CancellationToken cancellationToken)
    {
        if (options.Offline)
            return;
        options.Target ??= choice.Target;
        var entry = new JournalEntry($"plan-{choice.Digest["sha256:".Length..][..12]}", kind == DecisionKind.Deny ? JournalEvent.Denied : JournalEvent.Approved);
        entry.Detail["plan"] = choice.Digest;
        entry.Detail["request"] = request.Digest;
        entry.Detail["by"] = new JsonArray(JsonValue.Create(decision.Key.Person.Name));
        entry.Detail["decision"] = decision.Statement.Decision.ToString();
        entry.Detail["reason"] = decision.Statement.Reason;
        entry.Detail["envelopes"] = new JsonArray(JsonValue.Create(envelope.Write()));
        await ApprovalJournal.TryAppendAsync(options, entry, host, cancellationToken);
    }

    private async Task<PlanChoice> OnlyOpenAsync(ProjectFolder project, PlanStatus status, CancellationToken cancellationToken)
    {
        var open = new List<PlanChoice>();
        foreach (var choice in await PlanChoice.AllAsync(project, host, cancellationToken))
        {
            if ((await status.ReadAsync(choice, cancellationToken)).State == PlanApprovalState.Requested)
                open.Add(choice);
        }

        return open.Count switch
        {
            1 => open[0],
            0 => throw ApprovalFolder.NotFound("No plan waits for a decision."),
            _ => throw PlanChoice.Ambiguous($"{open.Count} plans wait for a decision."),
        };
    }

    private static DbSafetyException NotRequested(PlanChoice choice, ProjectFolder project, IReadOnlyList<string> problems) =>
        new("PlanNotRequested", ErrorKind.NotApproved, problems.Count > 0 ? problems[0] : $"Nobody has asked for an approval of {project.Relative(choice.Path)}.")
        {
            State = "Nothing was signed.",
            NextStep = $"The requester runs: dbsafety submit {project.Relative(choice.Path)} --reason \"…\"",
        };

    private static DbSafetyException ReasonNeeded() => new("ReasonNeeded", ErrorKind.InvalidArgument, "A denial, and an approval alone, need a reason.")
    {
        State = "Nothing was signed.",
        NextStep = "Say why: --reason \"…\"",
    };
}
