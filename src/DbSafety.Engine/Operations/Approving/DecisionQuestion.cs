using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Approvals.Requests;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Operations.Approving;

/// <summary>
/// Shows a plan to the person who decides, and lets them say so. Production is approved by its name: typed at a console, or given in the
/// command where nobody can type it. Neither silence nor <c>--force</c> is that name.
/// </summary>
internal sealed class DecisionQuestion(SigningOptions options, DecisionKind kind, string? confirmTarget, ProjectFolder project, IOperationHost host)
{
    /// <summary>Refuses, before any passphrase is asked, what could only be refused at the end.</summary>
    /// <exception cref="DbSafetyException"><c>ApprovalDeclined</c>, <c>ConfirmationNeeded</c>.</exception>
    public void RefuseUnnamed(PlanChoice choice)
    {
        if (confirmTarget is { } name && name != choice.Target)
            throw Declined($"The plan is for {choice.Target}, and not for {name}: nothing was signed.");
        if (IsNamed(choice) && confirmTarget is null && !host.CanAsk)
            throw NameNeeded(choice);
    }

    /// <exception cref="DbSafetyException"><c>ApprovalDeclined</c>; or nobody can answer.</exception>
    public async Task<bool> AskAsync(PlanChoice choice, VerifiedRequest request, string person, CancellationToken cancellationToken)
    {
        var title = $"{person} {(kind switch { DecisionKind.Deny => "denies", DecisionKind.BreakGlass => "opens alone", _ => "approves" })}: {choice.Action} on {choice.Target} ({choice.Environment})";
        if (!IsNamed(choice))
            return await host.ConfirmAsync(new Confirmation($"{choice.Target} ({choice.Environment})", title, kind == DecisionKind.Deny ? ChangeImpact.Medium : ChangeImpact.High, Detail(choice, request)), cancellationToken);
        if (confirmTarget is not null)
            return true;
        var answer = await host.AskAsync(new Question(title, $"Type the target's name, {choice.Target}, to sign; anything else does not.", Detail(choice, request), []), cancellationToken);
        return answer.Trim() == choice.Target ? true : throw Declined("The target's name was not typed: nothing was signed.");
    }

    private bool IsNamed(PlanChoice choice) => kind != DecisionKind.Deny && !options.WhatIf && project.Configuration.PolicyOf(choice.Environment).IsProduction;

    private IReadOnlyList<string> Detail(PlanChoice choice, VerifiedRequest request)
    {
        var asked = request.Signer is { } signer ? $"{signer.Name}, as the signature shows" : $"{request.Statement.Account}, who has not signed it";
        return
        [
            .. PlanReading.Lines(choice.Plan),
            $"Asked for by {asked}, {Moments.Write(request.Statement.At)}: {request.Statement.Reason}",
            $"Bound to the plan {choice.Digest}",
            request.Statement.JournalHead is { } head ? $"Witnesses the journal up to row {head.Position}:{head.Hash}" : "The database had no journal when it was asked for.",
            .. File.Exists(ApprovalFolder.Stem(choice.Path) + ".html") ? (string[])[$"A page to read: {project.Relative(ApprovalFolder.Stem(choice.Path) + ".html")}"] : [],
        ];
    }

    private static DbSafetyException NameNeeded(PlanChoice choice) => new("ConfirmationNeeded", ErrorKind.NotApproved,
        $"The plan is for {choice.Target} ({choice.Environment}): whoever approves it types the target's name, and nobody can answer here.")
    {
        State = "Nothing was signed.",
        NextStep = $"Run it at a console, or say in the command for what it is: --confirm-target {choice.Target}. --force is not that.",
    };

    private static DbSafetyException Declined(string message) => new("ApprovalDeclined", ErrorKind.NotApproved, message)
    {
        State = "Nothing was signed.",
        NextStep = "Run the command again, or say that it may not be done: dbsafety deny",
    };
}
