using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Approvals.Requests;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Operations.Approving;

/// <summary>The plan that is decided on: its file, and what is in it.</summary>
internal sealed record PlanChoice(string Path, JsonObject Plan, string Digest)
{
    public string Target => (string)Plan["target"]!;

    public string Environment => (string)Plan["environment"]!;

    public string Action => (string)Plan["action"]!;

    /// <summary>It is about what was done already, and does not expire.</summary>
    public bool IsOwed => Action == "owed";

    /// <summary>Who acted alone in what is owed, and so does not countersign it.</summary>
    public string? Alone => (string?)Plan["actedAlone"];

    /// <summary>Finds it by its file or by the beginning of its digest.</summary>
    /// <exception cref="DbSafetyException"><c>PlanNotFound</c>, <c>PlanAmbiguous</c>, <c>PlanFileAltered</c>.</exception>
    public static async Task<PlanChoice> FindAsync(ProjectFolder project, string plan, IOperationHost host, CancellationToken cancellationToken)
    {
        foreach (var path in (string[])[System.IO.Path.GetFullPath(plan, host.WorkingDirectory), project.Resolve(plan), System.IO.Path.Combine(ApprovalFolder.Of(project).Path, plan)])
        {
            if (File.Exists(path))
                return await ReadAsync(path, cancellationToken);
        }

        var digits = plan.StartsWith("sha256:", StringComparison.Ordinal) ? plan["sha256:".Length..] : plan;
        var found = digits.Length < 6 ? [] : (await AllAsync(project, host, cancellationToken)).Where(choice => choice.Digest.StartsWith("sha256:" + digits, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw ApprovalFolder.NotFound($"There is no plan {plan} in {ApprovalFolder.Of(project).Path}."),
            _ => throw Ambiguous($"{found.Count} plans begin with {plan}."),
        };
    }

    /// <summary>Every plan of the project. A file that is none, or that was altered, is told and left out.</summary>
    public static async Task<IReadOnlyList<PlanChoice>> AllAsync(ProjectFolder project, IOperationHost host, CancellationToken cancellationToken)
    {
        var all = new List<PlanChoice>();
        foreach (var path in ApprovalFolder.Of(project).Plans)
        {
            try
            {
                all.Add(await ReadAsync(path, cancellationToken));
            }
            catch (DbSafetyException error)
            {
                host.Warning(error.Message);
            }
        }

        return all;
    }

    public static DbSafetyException Ambiguous(string message) => new("PlanAmbiguous", ErrorKind.InvalidArgument, message)
    {
        State = "Nothing was signed.",
        NextStep = "Name one of: dbsafety plans --open",
    };

    private static async Task<PlanChoice> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var (plan, digest) = await ApprovalFolder.ReadPlanAsync(path, cancellationToken);
        return new PlanChoice(path, plan, digest);
    }
}
