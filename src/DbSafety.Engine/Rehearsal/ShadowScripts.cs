using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Rehearsal.Cluster;
using DbSafety.Engine.Rehearsal.Shadows;
using DbSafety.Engine.Rehearsal.Tracing;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Rehearsal;

/// <summary>Runs scripts on the shadow in the same steps in which they would be run on the target, without its limits and its journal.</summary>
internal sealed class ShadowScripts(Shadow shadow, IOperationHost host)
{
    private static readonly string[] OwnRole = ["RESET SESSION AUTHORIZATION", "RESET ROLE"];

    private ScriptSession Session => shadow.Session;

    /// <summary>Runs all its steps, and commits each.</summary>
    /// <returns>What a statement raised; the step in which it did is rolled back, those before it remain.</returns>
    public async Task<DbSafetyException?> RunAsync(ScriptPlan plan, ScriptTracer? tracer, TouchedRelations touched, CancellationToken cancellationToken)
    {
        if (tracer is not null)
            await tracer.BeginScriptAsync(Session.Connection, cancellationToken);
        foreach (var step in plan.Steps)
        {
            // A statement that only asked for no transaction around the script is one of its own all the same.
            var failure = step.InTransaction || IsTransaction(step.Statements[0])
                ? await RunTransactionAsync(plan, step, tracer, touched, cancellationToken)
                : await RunAloneAsync(plan, step, tracer, touched, cancellationToken);
            tracer?.EndStep();
            if (failure is not null)
            {
                await ResetAsync(cancellationToken);
                return failure;
            }
        }

        await ResetAfterAsync(plan, cancellationToken);
        return null;
    }

    /// <summary>Begins the transaction of <see cref="RunOpenAsync"/>.</summary>
    public Task BeginAsync(CancellationToken cancellationToken) => Session.SendAsync(cancellationToken, "BEGIN");

    public Task CommitAsync(CancellationToken cancellationToken) => Session.SendAsync(cancellationToken, "COMMIT");

    /// <summary>Takes back the open transaction, and brings the session to how it was opened.</summary>
    public async Task RollBackAsync(CancellationToken cancellationToken)
    {
        await shadow.OpenAsync(cancellationToken);
        await Session.SendAsync(cancellationToken, "ROLLBACK");
        await ResetAsync(cancellationToken);
    }

    /// <summary>
    /// Runs a script of one transaction inside the open one, and leaves that open. What a commit would check is checked: deferred
    /// constraints. An error leaves the transaction failed.
    /// </summary>
    public async Task<DbSafetyException?> RunOpenAsync(ScriptPlan plan, ScriptTracer? tracer, TouchedRelations touched, CancellationToken cancellationToken)
    {
        if (tracer is not null)
            await tracer.BeginScriptAsync(Session.Connection, cancellationToken);
        var failure = await RunStatementsAsync(plan, plan.Steps[0], tracer, cancellationToken);
        failure ??= await SettleAsync(plan, plan.Steps[0], touched, cancellationToken);
        tracer?.EndStep();
        return failure;
    }

    private static bool IsTransaction(SqlStatement statement) =>
        !statement.Facts.RunsOutsideTransaction && statement.Facts.Class is not (StatementClass.Procedural or StatementClass.Session or StatementClass.Query);

    private async Task<DbSafetyException?> RunTransactionAsync(
        ScriptPlan plan, ScriptStep step, ScriptTracer? tracer, TouchedRelations touched, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        var failure = await RunStatementsAsync(plan, step, tracer, cancellationToken) ?? await SettleAsync(plan, step, touched, cancellationToken);
        if (failure is null)
        {
            try
            {
                await CommitAsync(cancellationToken);
                return null;
            }
            catch (Npgsql.PostgresException error)
            {
                failure = ScriptErrors.AtCommit(step, plan, error);
            }
        }

        if (Session.Connection.FullState == System.Data.ConnectionState.Open)
            await Session.SendAsync(cancellationToken, "ROLLBACK");
        return failure;
    }

    private async Task<DbSafetyException?> RunStatementsAsync(ScriptPlan plan, ScriptStep step, ScriptTracer? tracer, CancellationToken cancellationToken)
    {
        if (tracer is not null)
            await tracer.BeginStepAsync(Session.Connection, cancellationToken);
        foreach (var statement in step.Statements)
        {
            try
            {
                tracer?.BeginStatement();
                await Session.RunAsync(statement, [], cancellationToken);
                var notices = Session.TakeNotices();
                if (tracer is not null)
                    await tracer.EndStatementAsync(Session.Connection, statement, step, notices, [], cancellationToken);
            }
            catch (Exception error) when (PostgresErrors.IsDriverError(error))
            {
                cancellationToken.ThrowIfCancellationRequested();
                return ScriptErrors.At(statement, plan, error);
            }
        }

        return null;
    }

    // What stays open at a commit, and who the script has become.
    private async Task<DbSafetyException?> SettleAsync(ScriptPlan plan, ScriptStep step, TouchedRelations touched, CancellationToken cancellationToken)
    {
        try
        {
            await Session.SendAsync(cancellationToken, ["SET CONSTRAINTS ALL IMMEDIATE", .. OwnRole, "RESET ALL"]);
            await touched.AddOpenAsync(Session.Connection, cancellationToken);
            if (!shadow.IsAlone)
                await ClusterWatch.PassAsync(Session.Connection, ScriptName.Of(plan.Path), cancellationToken);
            return null;
        }
        catch (Npgsql.PostgresException error)
        {
            return ScriptErrors.AtCommit(step, plan, error);
        }
    }

    private async Task<DbSafetyException?> RunAloneAsync(
        ScriptPlan plan, ScriptStep step, ScriptTracer? tracer, TouchedRelations touched, CancellationToken cancellationToken)
    {
        var statement = step.Statements[0];
        await touched.AddAloneAsync(Session.Connection, statement, cancellationToken);
        await using var sampler = tracer is { WatchesRelations: true }
            ? await LockSampler.StartAsync(shadow.Sessions, statement, Session.BackendPid, host, cancellationToken)
            : null;
        try
        {
            if (tracer is not null)
                await tracer.BeginStepAsync(Session.Connection, cancellationToken);
            tracer?.BeginStatement();
            await Session.RunAsync(statement, [], cancellationToken);
            var notices = Session.TakeNotices();
            if (tracer is not null)
                await tracer.EndStatementAsync(Session.Connection, statement, step, notices, sampler is null ? [] : await sampler.StopAsync(), cancellationToken);
            return null;
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ScriptErrors.At(statement, plan, error);
        }
    }

    // As DISCARD ALL, which would take the plans of our own queries away.
    private async Task ResetAsync(CancellationToken cancellationToken)
    {
        await shadow.OpenAsync(cancellationToken);
        await Session.SendAsync(cancellationToken, ["CLOSE ALL", .. OwnRole, "RESET ALL", "UNLISTEN *", "SELECT pg_catalog.pg_advisory_unlock_all()", "DISCARD SEQUENCES", "DISCARD TEMP"]);
        _ = Session.TakeNotices();
    }

    private async Task ResetAfterAsync(ScriptPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Statements.Any(statement => statement.Facts.Tag is "PREPARE" or "DEALLOCATE" || statement.Facts.Tag.StartsWith("DISCARD", StringComparison.Ordinal)))
        {
            await shadow.CloseAsync();
            await shadow.OpenAsync(cancellationToken);
            return;
        }

        if (!plan.IsAtomic || plan.Statements.Any(statement => statement.Facts.Class != StatementClass.Ddl || statement.Text.Contains("TEMP", StringComparison.OrdinalIgnoreCase)))
            await ResetAsync(cancellationToken);
    }
}
