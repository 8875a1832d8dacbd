using System.Text;
using System.Text.Json.Nodes;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Repairs;
using DbSafety.Engine.Migrations.Evidence;
using DbSafety.Engine.Migrations.Executing.Batches;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Repairing;

/// <summary>
/// Tells what is there of the migrations of a run that did not come to its end. A transaction is there exactly when its journal row is;
/// a statement that ran by itself is looked for in the catalog.
/// </summary>
internal sealed class RepairReader(RunPreparation found)
{
    private readonly EvidenceReader _evidence = new(found.Session.Connection);

    private NpgsqlConnection Session => found.Session.Connection;

    /// <summary>The unfinished migrations, and the others of the last run where its end is not in the journal.</summary>
    public async Task<IReadOnlyList<MigrationRepair>> ReadAsync(CancellationToken cancellationToken)
    {
        var sessions = (await RunSessions.FindAsync(Session, cancellationToken)).Select(session => session.Description).ToList();
        var repairs = new List<MigrationRepair>();
        foreach (var record in found.History.Unfinished)
            repairs.Add(await UnfinishedAsync(record, record.Unfinished!, sessions, cancellationToken));
        foreach (var id in OfOpenRun().Where(id => repairs.All(repair => repair.Id != id)))
            repairs.Add(Whole(id, sessions));
        return repairs;
    }

    private IEnumerable<string> OfOpenRun() =>
        found.History.OpenRun?.Entry.Detail["migrations"] is JsonArray migrations ? migrations.Select(id => (string?)id).OfType<string>() : [];

    private async Task<MigrationRepair> UnfinishedAsync(MigrationRecord record, UnfinishedAttempt attempt, IReadOnlyList<string> sessions, CancellationToken cancellationToken)
    {
        var statements = new List<StatementRepair>();
        if (await ScriptAsync(record, attempt, cancellationToken) is { } plan)
        {
            foreach (var step in plan.Steps)
            {
                var evidence = await EvidenceAsync(attempt, step, sessions.Count > 0, cancellationToken);
                statements.AddRange(step.Statements.Select(statement =>
                    new StatementRepair(step.Number, statement.Line, statement.Facts.Tag, evidence.State, evidence.Detail, evidence.CleanUp)));
            }
        }

        return RepairAdvice.Of(record, attempt, found, statements, sessions);
    }

    // What was run is what the journal keeps; the file may have changed since.
    private async Task<ScriptPlan?> ScriptAsync(MigrationRecord record, UnfinishedAttempt attempt, CancellationToken cancellationToken)
    {
        var isUp = attempt.Direction == MigrationDirection.Up;
        var key = isUp ? attempt.Started.Entry.UpScript : attempt.Started.Entry.RollbackScript ?? record.Applied?.Entry.RollbackScript;
        var source = found.Catalog.Find(record.Id);
        var script = isUp ? source?.Up : source?.Rollback;
        var kept = key is null ? null : await JournalReader.ReadScriptAsync(Session, key, cancellationToken);
        return kept is not null ? ScriptPlanner.Plan(ScriptText.Read(Encoding.UTF8.GetBytes(kept), record.Id), script?.Path ?? record.Id, script?.NoTransaction ?? false, [])
            : script is not null ? ScriptPlanner.Plan(script, [])
            : null;
    }

    private async Task<StatementEvidence> EvidenceAsync(UnfinishedAttempt attempt, ScriptStep step, bool isAlive, CancellationToken cancellationToken)
    {
        if (attempt.StepsDone.Contains(step.Number))
            return StatementEvidence.Applied(step.InTransaction ? "its transaction is in the journal" : "the journal has its end");
        if (attempt.Batch is { } batch && batch.Entry.Step == step.Number)
            return new StatementEvidence(StatementState.Partial, $"its batches up to the key {batch.Entry.Detail[BatchStep.LastKey]!.ToJsonString()} are done ({(long?)batch.Entry.Detail[BatchStep.KeysDone]:N0} rows gone through)");
        if (attempt.OpenStep is not { } open || open.Entry.Step != step.Number)
        {
            return isAlive && step.InTransaction && step.Number == attempt.StepsDone.DefaultIfEmpty(0).Max() + 1
                ? new StatementEvidence(StatementState.Running, "a session of the run is still there; it cannot commit any more, and will roll back")
                : StatementEvidence.NotApplied(step.InTransaction ? "its transaction is not in the journal, so it was rolled back" : "it was not begun");
        }

        if (isAlive && await IsAliveAsync(open, cancellationToken))
            return new StatementEvidence(StatementState.Running, $"server process {open.BackendPid} still works on it");
        return await _evidence.ReadAsync(step.Statements[0], open.Entry.Detail[EvidenceReader.Before] as JsonArray, cancellationToken);
    }

    private async Task<bool> IsAliveAsync(JournalRow open, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.pid = $1 AND a.backend_start <= $2 AND a.state = 'active')
            """;
        return await new CatalogQuestion(Session).IsAsync(Sql, cancellationToken, new() { Value = open.BackendPid }, new() { Value = open.RecordedAt.UtcDateTime });
    }

    // A migration of one transaction: before or after, as the journal says.
    private MigrationRepair Whole(string id, IReadOnlyList<string> sessions)
    {
        var isApplied = found.History.Find(id)?.Applied is not null;
        var source = found.Catalog.Find(id);
        var plan = source is null ? null : ScriptPlanner.Plan(source.Up, []);
        var evidence = isApplied ? StatementEvidence.Applied("the journal has it, in the same transaction")
            : StatementEvidence.NotApplied("the journal does not have it, so its transaction was rolled back or not begun");
        IReadOnlyList<StatementRepair> statements = plan is null ? []
            : [.. plan.Steps.SelectMany(step => step.Statements, (step, statement) =>
                new StatementRepair(step.Number, statement.Line, statement.Facts.Tag, evidence.State, evidence.Detail, []))];
        return RepairAdvice.Whole(id, found, isApplied, statements, sessions);
    }
}
