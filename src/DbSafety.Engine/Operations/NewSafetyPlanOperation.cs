using DbSafety.Core.Commands;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Plans;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Plans;

namespace DbSafety.Engine.Operations;

/// <summary>Writes a plan. The target is read over a read-only session, and nothing else.</summary>
public sealed class NewSafetyPlanOperation : IOperation<NewSafetyPlanOptions>
{
    public async Task RunAsync(NewSafetyPlanOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        var found = await RunPreparation.ReadAsync(target, host, "plan", readOnly: true, cancellationToken);
        await using var session = found.Session;
        await found.RefuseForeignJournalAsync(cancellationToken);
        var inputs = await PlanReader.ReadAsync(target, found, options.To, options.AllowOutOfOrder, !options.NoTraffic, bound: true, host, cancellationToken);
        var plan = new PlanBuilder(target, inputs).Build(host);
        if (plan.Migrations.Count == 0)
        {
            host.Warning($"Nothing is pending on {target.Name}: there is nothing to plan.");
            host.Write(plan);
            return;
        }

        if (await host.ConfirmAsync(new Confirmation($"{plan.Migrations.Count} migrations to {target.Name}", "Write the plan", ChangeImpact.Low, Lines(plan)), cancellationToken))
            plan = await PlanFiles.WriteAsync(plan, target.RequireProject(), target.Policy, options.Path is { } path ? System.IO.Path.GetFullPath(path, host.WorkingDirectory) : null, cancellationToken);
        host.Write(plan);
    }

    private static IReadOnlyList<string> Lines(SafetyPlan plan) => [$"Digest {plan.Digest}", .. plan.Migrations.Select(migration => migration.Id), .. plan.Refusals];
}
