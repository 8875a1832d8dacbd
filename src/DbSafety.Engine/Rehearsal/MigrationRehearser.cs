using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Rehearsal.Certificates;
using DbSafety.Engine.Rehearsal.Contents;
using DbSafety.Engine.Rehearsal.Probes;
using DbSafety.Engine.Rehearsal.Shadows;
using DbSafety.Engine.Rehearsal.Tracing;
using DbSafety.Engine.Schema.Differences;
using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Rehearsal;

/// <summary>
/// Rehearses one migration: up, verify, rollback, compare, up again. Where the rollback is one transaction, the comparison is made
/// inside it: if it did not give everything back, that transaction is taken back, and the shadow stands after the up script again, as
/// the next migration wants it. Where it is not, a copy of the shadow is kept for that.
/// </summary>
internal sealed class MigrationRehearser(Shadow shadow, BaseRelations relations, LimitPolicy limits, bool readsAll, IOperationHost host)
{
    private readonly ShadowScripts _scripts = new(shadow, host);
    private readonly List<ScriptTrace> _traces = [];

    /// <summary>What the scripts did.</summary>
    public IReadOnlyList<ScriptTrace> Traces => _traces;

    /// <summary>Rehearses it from this state on.</summary>
    /// <returns>What was proved, and the state in which the next migration begins.</returns>
    public async Task<(RehearsalCertificate Certificate, DatabaseState State)> RunAsync(RehearsedScripts migration, DatabaseState before, CancellationToken cancellationToken)
    {
        if (migration.Up is not { } up)
            return (Certificate.Unreadable(migration, before), before);
        var alone = AloneIndexWork(up);
        var indexes = new InvalidIndexes(shadow.Session);
        if (alone is not null)
            await indexes.PrepareAsync(alone, cancellationToken);
        var kept = up.IsAtomic || alone is not null ? null : await shadow.SaveAsync(cancellationToken);
        var touched = new TouchedRelations();
        if (await TraceAsync(RehearsalPart.Up, up, touched, cancellationToken) is { } error)
        {
            if (kept is not null)
                await shadow.RestoreAsync(kept, cancellationToken);
            if (alone is not null)
                await DropLeftoversAsync(indexes, alone, cancellationToken);
            return (Certificate.Failed(migration, before, RehearsalPart.Up, error), before);
        }

        if (kept is not null)
            await shadow.ForgetAsync(kept, cancellationToken);
        var middle = await MiddleColumns.ReadAsync(shadow.Connection, Changed(before, touched), cancellationToken);
        var verify = migration.Verify is null ? null
            : await new VerifyRunner(shadow.Sessions, limits).RunAsync(migration.Verify, migration.Source.VerifyPassesUnlessError, cancellationToken);
        var (certificate, state) = await RollBackAsync(migration, up, before, touched, middle, cancellationToken);
        certificate = certificate with { Verified = migration.Verify is null ? null : verify is null };
        if (verify is not null)
            certificate = Certificate.NotVerified(certificate, verify);
        return (certificate, state);
    }

    private async Task<(RehearsalCertificate, DatabaseState)> RollBackAsync(
        RehearsedScripts migration, ScriptPlan up, DatabaseState before, TouchedRelations touched, MiddleColumns middle, CancellationToken cancellationToken)
    {
        if (migration.Irreversible is { } reason)
            return (Certificate.Irreversible(migration, before, reason, before.Schema, touched), await StateAsync(before, touched, cancellationToken));
        if (migration.Rollback is not { } rollback)
            return (Certificate.NoRollback(migration, before), await StateAsync(before, touched, cancellationToken));
        if (up.IsAtomic && rollback.IsAtomic)
            return await InOneTransactionAsync(migration, up, rollback, before, touched, middle, cancellationToken);
        return rollback.IsAtomic && await WhereExactAsync(migration, up, rollback, before, touched, middle, cancellationToken) is { } proved
            ? proved
            : await StepByStepAsync(migration, up, rollback, before, touched, middle, cancellationToken);
    }

    // Most rollbacks of a concurrent index are one transaction that gives everything back: then no copy of the shadow is needed.
    private async Task<(RehearsalCertificate, DatabaseState)?> WhereExactAsync(
        RehearsedScripts migration, ScriptPlan up, ScriptPlan rollback, DatabaseState before, TouchedRelations touched, MiddleColumns middle, CancellationToken cancellationToken)
    {
        await _scripts.BeginAsync(cancellationToken);
        var tracer = new ScriptTracer(relations, host);
        var error = await _scripts.RunOpenAsync(rollback, tracer, touched, cancellationToken);
        if (error is not null)
        {
            await _scripts.RollBackAsync(cancellationToken);
            _traces.Add(tracer.Trace(RehearsalPart.Rollback, rollback.Path));
            return (Certificate.Failed(migration, before, RehearsalPart.Rollback, error), await StateAsync(before, touched, cancellationToken));
        }

        var after = await StateAsync(before, touched, cancellationToken);
        var evidence = Compare(before, after, middle, up, rollback);
        if (evidence.Suspicions.Count > 0 || Judgement.Of(evidence).Verdict != RehearsalVerdict.Exact)
        {
            await _scripts.RollBackAsync(cancellationToken);
            return null;
        }

        _traces.Add(tracer.Trace(RehearsalPart.Rollback, rollback.Path));
        await _scripts.CommitAsync(cancellationToken);
        var again = await _scripts.RunAsync(up, null, touched, cancellationToken);
        return (Certificate.Of(migration, before, after, evidence with { UpAgain = again }), await StateAsync(before, touched, cancellationToken));
    }

    private async Task<(RehearsalCertificate, DatabaseState)> InOneTransactionAsync(
        RehearsedScripts migration, ScriptPlan up, ScriptPlan rollback, DatabaseState before, TouchedRelations touched, MiddleColumns middle, CancellationToken cancellationToken)
    {
        await _scripts.BeginAsync(cancellationToken);
        var tracer = new ScriptTracer(relations, host);
        var error = await _scripts.RunOpenAsync(rollback, tracer, touched, cancellationToken);
        _traces.Add(tracer.Trace(RehearsalPart.Rollback, rollback.Path));
        if (error is not null)
        {
            await _scripts.RollBackAsync(cancellationToken);
            return (Certificate.Failed(migration, before, RehearsalPart.Rollback, error), await StateAsync(before, touched, cancellationToken));
        }

        var after = await StateAsync(before, touched, cancellationToken);
        var evidence = Compare(before, after, middle, up, rollback);
        if (evidence.Differences.All(Judgement.IsColumnOrder) && evidence.Suspicions.Count > 0)
            evidence = evidence with { Probe = await new ProbeTrial(shadow, _scripts, host).RunAsync(after.Schema, Probed(after, evidence, up, rollback), up, rollback, cancellationToken) };
        if (Judgement.Of(evidence).Verdict == RehearsalVerdict.Exact)
        {
            await _scripts.CommitAsync(cancellationToken);
            var again = await _scripts.RunAsync(up, null, touched, cancellationToken);
            return (Certificate.Of(migration, before, after, evidence with { UpAgain = again }), await StateAsync(before, touched, cancellationToken));
        }

        // In the same transaction a new enumeration value cannot be used: that would not be so in life.
        var second = await _scripts.RunOpenAsync(up, null, touched, cancellationToken);
        await _scripts.RollBackAsync(cancellationToken);
        var certificate = Certificate.Of(migration, before, after, evidence with { UpAgain = second is { SqlState: "55P04" } ? null : second });
        return (certificate, await StateAsync(before, touched, cancellationToken));
    }

    private async Task<(RehearsalCertificate, DatabaseState)> StepByStepAsync(
        RehearsedScripts migration, ScriptPlan up, ScriptPlan rollback, DatabaseState before, TouchedRelations touched, MiddleColumns middle, CancellationToken cancellationToken)
    {
        var kept = await shadow.SaveAsync(cancellationToken);
        if (await TraceAsync(RehearsalPart.Rollback, rollback, touched, cancellationToken) is { } error)
        {
            await shadow.RestoreAsync(kept, cancellationToken);
            return (Certificate.Failed(migration, before, RehearsalPart.Rollback, error), await StateAsync(before, touched, cancellationToken));
        }

        var after = await StateAsync(before, touched, cancellationToken);
        var evidence = Compare(before, after, middle, up, rollback);
        if (evidence.Differences.All(Judgement.IsColumnOrder) && evidence.Suspicions.Count > 0)
        {
            var rolledBack = await shadow.SaveAsync(cancellationToken);
            evidence = evidence with { Probe = await new ProbeTrial(shadow, _scripts, host).RunApartAsync(after.Schema, Probed(after, evidence, up, rollback), up, rollback, cancellationToken) };
            await shadow.RestoreAsync(rolledBack, cancellationToken);
        }

        evidence = evidence with { UpAgain = await _scripts.RunAsync(up, null, touched, cancellationToken) };
        if (evidence.UpAgain is null && Judgement.Of(evidence).Verdict == RehearsalVerdict.Exact)
            await shadow.ForgetAsync(kept, cancellationToken);
        else
            await shadow.RestoreAsync(kept, cancellationToken);
        return (Certificate.Of(migration, before, after, evidence), await StateAsync(before, touched, cancellationToken));
    }

    /// <summary>The one statement of a script that works on indexes, or vacuums, outside a transaction: where it fails, at most an invalid index is left.</summary>
    private static SqlStatement? AloneIndexWork(ScriptPlan plan) =>
        plan.Steps is [{ InTransaction: false, Batch: null, Statements: [{ Facts: { RunsOutsideTransaction: true, Tag: "CREATE INDEX" or "DROP INDEX" or "REINDEX" or "VACUUM" } } only] }] ? only : null;

    private async Task DropLeftoversAsync(InvalidIndexes indexes, SqlStatement statement, CancellationToken cancellationToken)
    {
        await indexes.DropLeftoversAsync(statement);
        // It has set limits on the session.
        await shadow.CloseAsync();
        await shadow.OpenAsync(cancellationToken);
    }

    private static Evidence Compare(DatabaseState before, DatabaseState after, MiddleColumns middle, ScriptPlan up, ScriptPlan rollback)
    {
        var sequences = MeasuredLosses.OfSequences(before, after, up, rollback).ToList();
        return new Evidence
        {
            Differences = [.. SchemaComparison.Compare(before.Schema, after.Schema), .. before.Cluster.DifferencesFrom(after.Cluster)],
            Measured = [.. MeasuredLosses.Of(before, after), .. sequences.Where(item => item.Loss is not null).Select(item => item.Loss!)],
            Suspicions = new Suspicions(before, after.Schema, middle, up, rollback).Find(),
            Notes = [.. sequences.Where(item => item.Loss is null).Select(item => item.Note)],
        };
    }

    private static List<TableModel> Probed(DatabaseState state, Evidence evidence, ScriptPlan up, ScriptPlan rollback)
    {
        var suspected = evidence.Suspicions.Select(suspicion => suspicion.Table).ToHashSet();
        return [.. state.Schema.Tables.Where(table => suspected.Contains(table.QualifiedName)).Concat(Suspicions.Named(state.Schema, up, rollback)).DistinctBy(table => table.Oid)];
    }

    private async Task<DbSafetyException?> TraceAsync(RehearsalPart part, ScriptPlan plan, TouchedRelations touched, CancellationToken cancellationToken)
    {
        var tracer = new ScriptTracer(relations, host);
        var error = await _scripts.RunAsync(plan, tracer, touched, cancellationToken);
        _traces.Add(tracer.Trace(part, plan.Path));
        return error;
    }

    private Task<DatabaseState> StateAsync(DatabaseState before, TouchedRelations touched, CancellationToken cancellationToken) =>
        DatabaseState.ReadAsync(shadow, before, touched, readsAll, cancellationToken);

    private static IReadOnlyCollection<uint> Changed(DatabaseState before, TouchedRelations touched) =>
        touched.Everything ? [.. before.Schema.Tables.Select(table => table.Oid)] : touched.Oids;
}
