using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Migrations.Scripts;

namespace DbSafety.Engine.Operations.Scripting;

/// <summary>The SQL of a run: the scripts in the transactions and under the limits in which they would be run.</summary>
internal static class MigrationSql
{
    public static async Task<TextDocument> UpAsync(ResolvedTarget target, InvokeSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var found = await RunPreparation.ReadAsync(target, host, "script", readOnly: true, cancellationToken);
        await using var session = found.Session;
        await found.RefuseForeignJournalAsync(cancellationToken);
        var planned = new MigrationPlanner(target.RequireProject(), found.Catalog, found.History, target.Policy, host).Plan(options.To, options.AllowOutOfOrder);
        var output = new SqlOutput("Applying migrations", target, host);
        foreach (var migration in planned)
        {
            Write(output, migration.Id, migration.Up, migration.FirstStep, target, session);
            if (migration.Verify is { IsEmpty: false } verify)
                output.Space().Comment($"{migration.Id}: every statement has to give true").AddScript(verify);
        }

        return End(output, planned.Count);
    }

    public static async Task<TextDocument> RollbackAsync(ResolvedTarget target, UndoSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var found = await RunPreparation.ReadAsync(target, host, "script", readOnly: true, cancellationToken);
        await using var session = found.Session;
        var planned = await new RollbackPlanner(target.RequireProject(), found.Catalog, found.History, session.Connection).PlanAsync(options, cancellationToken);
        var output = new SqlOutput("Rolling migrations back", target, host);
        foreach (var rollback in planned)
        {
            Write(output, rollback.Id, rollback.Script, (rollback.Resumes?.StepsDone.DefaultIfEmpty(0).Max() ?? 0) + 1, target, session);
            if (rollback.Note is { } note)
                output.Comment(note);
        }

        return End(output, planned.Count);
    }

    private static void Write(SqlOutput output, string id, ScriptPlan plan, int firstStep, ResolvedTarget target, ScriptSession session)
    {
        var limits = new StatementLimits(target.Policy.Limits, plan.Header);
        var major = session.Connection.PostgreSqlVersion.Major;
        output.Space().Comment(plan.IsEmpty ? $"{id}: no statement" : id);
        foreach (var step in plan.IsEmpty ? [] : plan.Steps.Where(step => step.Number >= firstStep))
        {
            if (step.Batch is not null)
                output.Comment($"{step}: here as one statement; dbsafety runs it over ranges of the key, each a transaction");
            if (!step.InTransaction)
            {
                output.AddAll(limits.ForAlone(step.Statements[0], major)).Add(step.Statements[0]);
                continue;
            }

            output.Add("BEGIN").AddAll(limits.ForTransaction(major));
            foreach (var statement in step.Statements)
                output.Add(statement);
            output.Add("COMMIT");
        }
    }

    private static SqlOutput AddScript(this SqlOutput output, ScriptPlan plan)
    {
        foreach (var statement in plan.Statements)
            output.Add(statement);
        return output;
    }

    private static TextDocument End(SqlOutput output, int count) => (count == 0 ? output.Comment("There is nothing to do.") : output).ToDocument();
}
