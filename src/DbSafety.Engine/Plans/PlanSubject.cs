using DbSafety.Core.Hosting;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Approvals.Subjects;
using DbSafety.Engine.Operations;

namespace DbSafety.Engine.Plans;

/// <summary>The plan of a run of migrations, of the very objects that will be run.</summary>
internal static class PlanSubject
{
    public static ApprovalSubject Of(ResolvedTarget target, PlanInputs inputs, IOperationHost host)
    {
        var plan = new PlanBuilder(target, inputs).Build(host);
        return new ApprovalSubject(PlanDocument.Decided(plan, target.Policy),
            ScriptFacts.Files(inputs.Planned.SelectMany(migration => new[] { migration.Up, migration.Rollback, migration.Verify })),
            async token => (await PlanFiles.WriteAsync(plan, target.RequireProject(), target.Policy, null, token)).Path!);
    }
}
