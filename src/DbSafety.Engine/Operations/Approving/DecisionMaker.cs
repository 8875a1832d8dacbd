using System.Text;
using System.Text.Json.Nodes;
using DbSafety.Core.Commands;
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

    public async Task<PlanApproval?> DecideAsync(CancellationToken cancellationToken)
    {
        TargetResolver.RefuseContradictions(options);
        var project = ProjectFolder.Open(options.Project, host);
        if (kind != DecisionKind.Approve && string.IsNullOrWhiteSpace(reason) && options.Signature is null)
            throw ReasonNeeded();
        var status = new PlanStatus(project, host);
        var choice = plan is { } named ? await PlanChoice.FindAsync(project, named, host, cancellationToken) : await OnlyOpenAsync(project, status, cancellationToken);
        var book = await PolicyBook.OpenAsync(project, project.Configuration.PolicyOf(choice.Environment), cancellationToken);
        var request = status.Requests(choice, book, out var problems).FirstOrDefault() ?? throw NotRequested(choice, project, problems);
        if (ApprovalFolder.Of(project).UsedBy(request.Digest) is { } run)
            throw SignedErrors.Used(request, run);
        var folder = ApprovalFolder.Of(project);
        var signer = new Signer(options, book, host);
        string path;
        Dsse envelope;
        VerifiedDecision decision;
        if (options.Signature is not null)
        {
            (envelope, _, path) = await signer.CompleteAsync(DecisionStatement.PayloadType, cancellationToken);
            decision = Verify(envelope, book, request, choice, project);
            if (!await ConfirmAsync(choice, request, decision.Key.Person.Name, project, cancellationToken))
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
                if (!await ConfirmAsync(choice, request, known.Person.Name, project, cancellationToken))
                    return null;
                path = folder.DecisionPath(choice.Path, statement);
            }
        }

        await folder.WriteAsync(path, envelope.Write(), cancellationToken);
        await RecordAsync(choice, request, decision, envelope, cancellationToken);
        return await status.ReadAsync(choice, cancellationToken);
    }

    // What would not count is not written at all, and the approver hears why.
    private VerifiedDecision Verify(Dsse envelope, PolicyBook book, VerifiedRequest request, PlanChoice choice, ProjectFolder project)
    {
        var source = new EnvelopeSource("this decision", Encoding.UTF8.GetBytes(envelope.Write()));
        var (_, statement) = VerifiedDecision.Open(source);
        if (statement.Request != request.Digest || statement.Decision != kind)
            throw Approvals.Keys.KeyErrors.SignatureNotReadable(options.Signature ?? "the signature", "it is over another decision, or over another request");
        var decision = VerifiedDecision.Verify(envelope, statement, source, book, host.Time.GetUtcNow());
        if (kind == DecisionKind.Deny)
            return decision;
        var rules = PlanStatus.Rules(choice, project.Configuration.PolicyOf(choice.Environment));
        var judgement = new RequestJudge(book, [source], host.Time.GetUtcNow()) { IsAfterwards = choice.Action == "owed" }.Judge(request, rules);
        return judgement.NotCounted.Count > 0 ? throw judgement.NotCounted[0] : decision;
    }

    private DecisionStatement Statement(PlanChoice choice, VerifiedRequest request, string person, PolicyBook book)
    {
        var now = host.Time.GetUtcNow();
        var emergency = request.Statement.Emergency || kind == DecisionKind.BreakGlass;
        var longest = choice.Action == "owed" ? Owed : emergency ? book.Policy.EmergencyValidFor : book.Policy.ValidFor;
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

    private async Task<bool> ConfirmAsync(PlanChoice choice, VerifiedRequest request, string person, ProjectFolder project, CancellationToken cancellationToken)
    {
        var asked = request.Signer is { } signer ? $"{signer.Name}, as the signature shows" : $"{request.Statement.Account}, who has not signed it";
        IReadOnlyList<string> detail =
        [
            .. PlanReading.Lines(choice.Plan),
            $"Asked for by {asked}, {Moments.Write(request.Statement.At)}: {request.Statement.Reason}",
            $"Bound to the plan {choice.Digest}",
            .. File.Exists(ApprovalFolder.Stem(choice.Path) + ".html") ? (string[])[$"A page to read: {project.Relative(ApprovalFolder.Stem(choice.Path) + ".html")}"] : [],
        ];
        var production = project.Configuration.PolicyOf(choice.Environment).IsProduction;
        var title = $"{person} {(kind switch { DecisionKind.Deny => "denies", DecisionKind.BreakGlass => "opens alone", _ => "approves" })}: {choice.Action} on {choice.Target} ({choice.Environment})";
        if (kind == DecisionKind.Deny || !production || !host.CanAsk || options.Force || options.WhatIf)
            return await host.ConfirmAsync(new Confirmation($"{choice.Target} ({choice.Environment})", title, kind == DecisionKind.Deny ? ChangeImpact.Medium : ChangeImpact.High, detail), cancellationToken);
        var answer = await host.AskAsync(new Question(title, $"Type the target's name, {choice.Target}, to sign; anything else does not.", detail, []), cancellationToken);
        return answer.Trim() == choice.Target ? true : throw Declined();
    }

    private async Task RecordAsync(PlanChoice choice, VerifiedRequest request, VerifiedDecision decision, Dsse envelope, CancellationToken cancellationToken)
    {
        if (options.Offline)
            return;
        options.Target ??= choice.Target;
        var entry = new JournalEntry($"plan-{choice.Digest["sha256:".Length..][..12]}", kind == DecisionKind.Deny ? JournalEvent.ApprovalRefused : JournalEvent.ApprovalGiven);
        entry.Detail["plan"] = choice.Digest;
        entry.Detail["request_digest"] = request.Digest;
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

    private static DbSafetyException Declined() => new("ApprovalDeclined", ErrorKind.NotApproved, "The target's name was not typed: nothing was signed.")
    {
        State = "Nothing was signed.",
        NextStep = "Run the command again, or say that it may not be done: dbsafety deny",
    };
}
