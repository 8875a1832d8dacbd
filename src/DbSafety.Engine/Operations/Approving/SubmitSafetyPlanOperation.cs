using System.Text.Json.Nodes;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Plans;
using DbSafety.Engine.Approvals.Envelopes;
using DbSafety.Engine.Approvals.Policies;
using DbSafety.Engine.Approvals.Requests;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Plans;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Operations.Approving;

/// <summary>Asks for a signed approval of a plan.</summary>
internal sealed class SubmitSafetyPlanOperation : IOperation<SubmitSafetyPlanOptions>
{
    public async Task RunAsync(SubmitSafetyPlanOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        TargetResolver.RefuseContradictions(options);
        var project = ProjectFolder.Open(options.Project, host);
        var named = options.Plan is { } plan ? await PlanChoice.FindAsync(project, plan, host, cancellationToken) : null;
        if (named is not null && options.Connection is null)
            options.Target ??= named.Target;
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        if (named is not null && named.Target != target.Name)
            throw SignedErrors.OtherTarget(Path.GetFileName(named.Path), named.Target, target.Name);
        var choice = named ?? await PlanAsync(target, options, host, cancellationToken);
        if (choice is null)
            return;
        var book = await PolicyBook.OpenAsync(project, target.Policy, cancellationToken);
        var folder = ApprovalFolder.Of(project);
        var signer = new Signer(options, book, host);
        var status = new PlanStatus(project, host);
        if (book.Policy.SignedRequests && !signer.IsAsked && !options.WhatIf)
            throw KeyNeeded(target);
        if (!await host.ConfirmAsync(new Confirmation($"{target.Name} ({target.Environment})", $"Ask for an approval of the plan {choice.Digest}", ChangeImpact.Low, PlanReading.Lines(choice.Plan)), cancellationToken))
            return;
        string path;
        Dsse envelope;
        if (options.Signature is not null)
        {
            (envelope, _, path) = await signer.CompleteAsync(RequestStatement.PayloadType, cancellationToken);
            if (RequestStatement.Read(envelope.Payload).Plan != choice.Digest)
                throw Approvals.Keys.KeyErrors.SignatureNotReadable(options.Signature, "it is over a request for another plan");
        }
        else
        {
            var statement = Statement(choice, options, book, await HeadAsync(target, host, cancellationToken), host);
            path = folder.RequestPath(choice.Path, statement.Nonce);
            if (options.Prepare)
            {
                var prepared = await Signer.PrepareAsync(folder, path, RequestStatement.PayloadType, statement.ToBytes(), cancellationToken);
                host.Write(await status.ReadAsync(choice, cancellationToken) with { ToSign = prepared, NextStep = Signer.HowToSign(prepared) });
                return;
            }

            envelope = await EnvelopeAsync(signer, statement, cancellationToken);
        }

        await folder.WriteAsync(path, envelope.Write(), cancellationToken);
        if (!options.Offline)
            await AuditLog.Of(target, host).WriteAsync(Entry(choice, envelope, options.Reason), cancellationToken);
        host.Write(await status.ReadAsync(choice, cancellationToken));
    }

    private static async Task<Dsse> EnvelopeAsync(Signer signer, RequestStatement statement, CancellationToken cancellationToken)
    {
        if (!signer.IsAsked)
            return new Dsse(RequestStatement.PayloadType, statement.ToBytes(), []);
        var (key, _) = await signer.OpenAsync(cancellationToken);
        using (key)
            return Signer.Sign(key, RequestStatement.PayloadType, statement.ToBytes());
    }

    private static async Task<PlanChoice?> PlanAsync(ResolvedTarget target, SubmitSafetyPlanOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var found = await RunPreparation.ReadAsync(target, host, "plan", readOnly: true, cancellationToken);
        await using var session = found.Session;
        await found.RefuseForeignJournalAsync(cancellationToken);
        var inputs = await PlanReader.ReadAsync(target, found, options.To, options.AllowOutOfOrder, watches: true, bound: true, host, cancellationToken);
        if (inputs.Planned.Count == 0)
        {
            host.Warning($"Nothing is pending on {target.Name}: there is nothing to ask for.");
            return null;
        }

        SafetyPlan plan = new PlanBuilder(target, inputs).Build(host);
        foreach (var refusal in plan.Refusals)
            host.Warning($"The run would be refused as it stands: {refusal}");
        var written = await PlanFiles.WriteAsync(plan, target.RequireProject(), target.Policy, null, cancellationToken);
        return new PlanChoice(written.Path!, PlanDocument.Decided(plan, target.Policy), plan.Digest);
    }

    // The journal's head stands in the request, so whoever decides on it witnesses the journal too.
    private static async Task<(long, string)?> HeadAsync(ResolvedTarget target, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var session = await target.Sessions.OpenAsync("plan", cancellationToken);
        var head = new JournalEvidence(await JournalReader.ReadAsync(session, cancellationToken)).Head;
        host.Verbose(head is { } known ? $"The journal's last row is {known.Position}, {known.Hash}." : "The database has no journal yet.");
        return head;
    }

    private static RequestStatement Statement(PlanChoice choice, SubmitSafetyPlanOptions options, PolicyBook book, (long, string)? head, IOperationHost host)
    {
        var now = host.Time.GetUtcNow();
        var longest = options.Emergency ? book.Policy.EmergencyValidFor : book.Policy.ValidFor;
        return new RequestStatement
        {
            Plan = choice.Digest,
            Action = choice.Action,
            Target = choice.Target,
            Environment = choice.Environment,
            Account = $"{host.UserName}@{host.MachineName}",
            Reason = options.Reason ?? "",
            Nonce = Nonces.New(),
            At = now,
            NotAfter = now + (options.ValidFor is { } asked && asked < longest ? asked : longest),
            Emergency = options.Emergency,
            JournalHead = head,
        };
    }

    private static JournalEntry Entry(PlanChoice choice, Dsse envelope, string? reason)
    {
        var entry = new JournalEntry($"plan-{choice.Digest["sha256:".Length..][..12]}", JournalEvent.Requested);
        entry.Detail["plan"] = choice.Digest;
        entry.Detail["request"] = VerifiedRequest.DigestOf(envelope.Payload);
        entry.Detail["reason"] = reason;
        entry.Detail["envelopes"] = new JsonArray(JsonValue.Create(envelope.Write()));
        return entry;
    }

    private static DbSafetyException KeyNeeded(ResolvedTarget target) => new("SigningKeyNeeded", ErrorKind.InvalidArgument, $"A request for {target.Name} ({target.Environment}) has to be signed by who asks.")
    {
        State = "Nothing was asked for.",
        NextStep = "Give --key KEY.pem or --certificate NAME; or --prepare, to sign with ssh-keygen or openssl. Make a key with: dbsafety key",
    };
}
