using DbSafety.Core.Errors;
using DbSafety.Engine.Projects.Approving;

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>The errors of signed approvals: each attack has an id of its own.</summary>
internal static class SignedErrors
{
    private const string Unchanged = "Nothing was changed.";

    public static DbSafetyException Denied(VerifiedRequest request, VerifiedDecision decision) =>
        Error("ApprovalDenied", $"{decision.Key.Person.Name} denied the plan {Short(request)}: {decision.Statement.Reason}", "Mend what is objected to, and ask again: dbsafety submit");

    public static DbSafetyException IsRequester(VerifiedDecision decision) =>
        Error("ApproverIsRequester", $"{decision.Source.Origin}: {decision.Key.Person.Name} asked for this approval, and cannot give it.", "Somebody else approves: dbsafety approve");

    public static DbSafetyException LacksRole(VerifiedDecision decision, IReadOnlyList<ApprovalRule> rules) =>
        Error("ApproverLacksRole", $"{decision.Source.Origin}: {decision.Key.Person.Name} has none of the roles {string.Join(", ", rules.SelectMany(rule => rule.Roles).Distinct())}.", "Somebody with such a role approves: dbsafety approve");

    public static DbSafetyException NoBreakGlass(VerifiedDecision decision) =>
        Error("BreakGlassNotAllowed", $"{decision.Source.Origin}: the policy lets nobody act alone in this environment.", "Have it approved: dbsafety approve");

    public static DbSafetyException NotYet(VerifiedDecision decision) =>
        Error("ApprovalNotYetValid", $"{decision.Source.Origin}: the decision of {decision.Key.Person.Name} holds from {Moments.Write(decision.Statement.NotBefore)} on.", "Wait for that moment, or compare the clocks of the two machines.");

    public static DbSafetyException Expired(string what) => Error("ApprovalExpired", $"{what} has expired.", "Ask again: dbsafety submit");

    public static DbSafetyException Used(VerifiedRequest request, string run) =>
        Error("ApprovalUsed", $"The request for the plan {Short(request)} was used up by {(run == "?" ? "an earlier run" : $"run {run}")}; an approval holds once.", "Ask again: dbsafety submit");

    public static DbSafetyException OtherTarget(string origin, string signed, string wanted) =>
        Error("ApprovalOtherTarget", $"{origin}: what was approved is for the target {signed}, or for another plan of it, and this is {wanted}.", "Plan and submit for this target: dbsafety submit --target " + wanted);

    public static DbSafetyException NotSigned(VerifiedRequest request) =>
        Error("RequestNotSigned", $"{request.Source.Origin}: the request is not signed, so who asked is not known for sure, and the policy wants to know.", "Ask again, and sign it: dbsafety submit --key KEY.pem");

    public static DbSafetyException JournalCut(VerifiedRequest request) =>
        Error("ApprovalJournalCut", $"The journal no longer holds row {request.Statement.JournalHead!.Value.Position} as it was when the approval was asked for: the database was restored to an earlier moment, or its journal was changed.",
            "Find out what happened: dbsafety status. Then ask again: dbsafety submit");

    /// <param name="fields">What moved.</param>
    /// <param name="plan">The plan as it is now, which can be submitted.</param>
    public static DbSafetyException PlanChanged(IReadOnlyList<string> fields, string plan) =>
        Error("ApprovedPlanChanged", $"What would be done is not what was approved: {fields[0]}.", $"See what it is now, and ask again: dbsafety submit {plan}").With(fields);

    public static DbSafetyException PolicyChanged(IReadOnlyList<string> fields, string plan) =>
        Error("ApprovalPolicyChanged", "The approval policy is not the one under which this was approved.", $"Ask again, under the policy as it is now: dbsafety submit {plan}").With(fields);

    public static DbSafetyException FileSwapped(string path) =>
        Error("ApprovedFileSwapped", $"{path} was changed between the check and the use.", "Find out who changes it, and run the command again.");

    public static DbSafetyException NobodyCanSign(string environment, string target) =>
        Error("ApproversMissing", $"{target} ({environment}) takes a signed approval, and the approval policy names nobody who could sign.",
            "Name people under approvals.people in dbsafety.yaml, with keys of 'dbsafety key'; or set the point to prompt for this environment. See about_DbSafety_Approvals.");

    public static DbSafetyException TooFew(VerifiedRequest request, IReadOnlyList<VerifiedDecision> people, IReadOnlyList<DbSafetyException> refused, IReadOnlyList<ApprovalRule> rules, int given)
    {
        var needed = rules.Max(rule => rule.People);
        var twice = given > people.Count ? $", and {given} signatures of {people.Count} people are {people.Count}" : "";
        return Error("ApprovalNeedsMorePeople",
            $"The plan {Short(request)} is approved by {(people.Count == 0 ? "nobody yet" : string.Join(" and ", people.Select(decision => decision.Key.Person.Name)))}; {needed} {(needed == 1 ? "person is" : "different people are")} needed{twice}.",
            $"An approver runs: dbsafety approve {request.Statement.Plan["sha256:".Length..][..12]} --key KEY.pem").With([.. refused.Select(error => $"Does not count: {error.Message}")]);
    }

    public static string Short(VerifiedRequest request) => request.Statement.Plan["sha256:".Length..][..12];

    private static DbSafetyException Error(string id, string message, string next) => new(id, ErrorKind.NotApproved, message) { State = Unchanged, NextStep = next };

    private static DbSafetyException With(this DbSafetyException error, IReadOnlyList<string> detail) =>
        new(error.Id, error.Kind, error.Message) { State = error.State, NextStep = error.NextStep, Detail = detail };
}
