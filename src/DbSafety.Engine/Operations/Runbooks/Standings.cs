using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Approvals;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Audit;
using DbSafety.Engine.Operations.Approving;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Reports.Incidents;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>Finds out how things stand with the target of a run, from the project's files: a report is written without the database too.</summary>
internal static class Standings
{
    public static async Task<IncidentStanding> ReadAsync(ProjectFolder? project, string? target, IOperationHost host, CancellationToken cancellationToken)
    {
        if (project is null || target is null)
            return IncidentStanding.None;
        var status = new PlanStatus(project, host);
        var marks = new List<string>();
        foreach (var choice in await PlanChoice.AllAsync(project, host, cancellationToken))
        {
            if (choice.Alone is { } person && choice.Target == target && (await status.ReadAsync(choice, cancellationToken)).State != PlanApprovalState.Approved)
                marks.Add(new ActedAlone(person, (string?)choice.Plan["reason"] ?? "").Mark);
        }

        return new IncidentStanding(await AuditFile.Of(project, target, host).JournalHeadAsync(cancellationToken), marks);
    }
}
