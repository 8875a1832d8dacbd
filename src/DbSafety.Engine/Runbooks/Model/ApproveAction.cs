using DbSafety.Engine.Approvals;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Model;

/// <summary>A person approves, by the policy of <c>dbsafety.yaml</c>.</summary>
/// <param name="Subject">What is shown to the approver.</param>
/// <param name="Point">The approval point whose policy holds.</param>
public sealed record ApproveAction(IReadOnlyList<StepValue> Subject, ApprovalPoint Point) : StepAction
{
    public override string Summary => "a person approves";
}
