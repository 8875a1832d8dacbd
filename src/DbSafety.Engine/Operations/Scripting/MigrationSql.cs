using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Repairs;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Repairing;
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
        var output = new SqlOutput("Applying migrations", target, host);
        return await AddUpAsync(output, found, options, host, cancellationToken) ? output.ToDocument() : Nothing(output);
    }

    public static async Task<TextDocument> RollbackAsync(ResolvedTarget target, UndoSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var found = await RunPreparation.ReadAsync(target, host, "script", readOnly: true, cancellationToken);
        await using var session = found.Session;
        var output = new SqlOutput("Rolling migrations back", target, host);
        return await AddRollbackAsync(output, found, options, cancellationToken) ? output.ToDocument() : Nothing(output);
    }

    /// <summary>Adds what is pending; false where nothing is.</summary>
    public static async Task<bool> AddUpAsync(SqlOutput output, RunPreparation found, InvokeSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var target = found.Target;
        var planned = new MigrationPlanner(target.RequireProject(), found.Catalog, found.History, target.Policy, host).Plan(options.To, options.AllowOutOfOrder);
        var begun = found.History.Unfinished.Count == 0 ? [] : await new RepairReader(found).ReadAsync(cancellationToken);
        foreach (var migration in planned)
        {
            var left = begun.FirstOrDefault(repair => repair.Id == migration.Id && repair.Direction == MigrationDirection.Up);
            Write(output, migration.Id, migration.Up, migration.FirstStep, left, target, found.Session);
            if (migration.Verify is { IsEmpty: false } verify)
                output.Space().Comment($"{migration.Id}: every statement has to give true").AddScript(verify);
        }

        return planned.Count > 0;
    }

    /// <summary>Adds what takes back; false where there is nothing to take back.</summary>
    public static async Task<bool> AddRollbackAsync(SqlOutput output, RunPreparation found, UndoSafeMigrationOptions options, CancellationToken cancellationToken)
    {
        var target = found.Target;
        var planned = await new RollbackPlanner(target.RequireProject(), found.Catalog, found.History, found.Session.Connection).PlanAsync(options, cancellationToken);
        var begun = found.History.Unfinished.Count == 0 ? [] : await new RepairReader(found).ReadAsync(cancellationToken);
        foreach (var rollback in planned)
        {
            var left = begun.FirstOrDefault(repair => repair.Id == rollback.Id && repair.Direction == MigrationDirection.Rollback);
            Write(output, rollback.Id, rollback.Script, (rollback.Resumes?.StepsDone.DefaultIfEmpty(0).Max() ?? 0) + 1, left, target, found.Session);
            if (rollback.Note is { } note)
                output.Comment(note);
        }

        return planned.Count > 0;
    }

    /// <param name="left">What an attempt that was cut off has left of it; null where there was none.</param>
    private static void Write(SqlOutput output, string id, ScriptPlan plan, int firstStep, MigrationRepair? left, ResolvedTarget target, ScriptSession session)
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
                if (!IsDone(output, step, left, target))
                    output.AddAll(limits.ForAlone(step.Statements[0], major)).Add(step.Statements[0]);
                continue;
            }

            output.Add("BEGIN").AddAll(limits.ForTransaction(major));
            foreach (var statement in step.Statements)
                output.Add(statement);
            output.Add("COMMIT");
        }
    }

    // A statement outside of a transaction may be there already, or in part: its debris goes first.
    private static bool IsDone(SqlOutput output, ScriptStep step, MigrationRepair? left, ResolvedTarget target)
    {
        if (left?.Statements.FirstOrDefault(statement => statement.Step == step.Number) is not { } found)
            return false;
        if (found.State is StatementState.Applied or StatementState.Unknown or StatementState.Running)
            output.Comment($"{step}: {(found.State == StatementState.Applied ? "done by the earlier attempt" : "the earlier attempt began it")}, {found.Detail}");
        output.AddAll(DebrisRemoval.Script(found.CleanUp, target.Policy.Limits));
        // What takes debris away may also bring the statement to its end.
        return found.State == StatementState.Applied || found.CleanUp.Any(statement => statement.EndsWith(" FINALIZE", StringComparison.Ordinal));
    }

    private static SqlOutput AddScript(this SqlOutput output, ScriptPlan plan)
    {
        foreach (var statement in plan.Statements)
            output.Add(statement);
        return output;
    }

    private static TextDocument Nothing(SqlOutput output) => output.Comment("There is nothing to do.").ToDocument();
}
