using System.Text.Json.Nodes;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Migrations.Scripts.Batches;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Executing.Batches;

/// <summary>
/// Runs a statement in batches by key. Each is a transaction with its own row in the journal, which names the last key, so that a run
/// that was cut off goes on exactly there. Their size follows the time that they take.
/// </summary>
internal sealed class BatchStep(RunContext run, ScriptSession session, ScriptPlan plan, ScriptStep step)
{
    /// <summary>The keys of a journal row's detail.</summary>
    public const string LastKey = "last_key", KeysDone = "keys_done";

    private const int FirstSize = 1000;
    private const int LargestSize = 1_000_000;

    private readonly BatchForm _form = step.Batch!;
    private readonly SqlStatement _statement = step.Statements[0];

    /// <summary>So many keys are gone through, those of earlier attempts included.</summary>
    public long Done { get; private set; }

    /// <param name="migration">The migration's id.</param>
    /// <param name="earlier">The row of the last batch of an earlier attempt; null to begin at the first key.</param>
    /// <param name="row">The row that ends the step.</param>
    /// <exception cref="StepFailure">It did not come to its end; the batches that are done remain.</exception>
    public async Task RunAsync(string migration, JournalRow? earlier, Func<JournalEntry> row, CancellationToken cancellationToken)
    {
        var key = await BatchKey.FindAsync(session.Connection, _statement, _form, plan, cancellationToken);
        await BatchShape.RequireRowByRowAsync(session.Connection, _statement, _form, plan, cancellationToken);
        var last = (earlier?.Entry.Detail[LastKey] as JsonArray)?.Select(value => (string)value!).ToArray();
        Done = (long?)earlier?.Entry.Detail[KeysDone] ?? 0;
        var size = FirstSize;
        while (await NextAsync(key, last, size, cancellationToken) is { } upTo)
        {
            if (run.Guard is not null)
                await run.Guard.WaitForReplicasAsync(run.Limits.Deadline, cancellationToken);
            var began = run.Host.Time.GetTimestamp();
            await BatchAsync(migration, last, upTo.Last, Done + upTo.Keys, key, cancellationToken);
            Done += upTo.Keys;
            last = upTo.Last;
            size = Size(size, run.Host.Time.GetElapsedTime(began));
            run.Host.Progress(new ProgressReport("Backfilling", $"{migration}, line {_statement.Line}", Done, key.Rows is { } rows && rows >= Done ? rows : null, "rows", Rows: Done, TotalIsEstimate: true));
            if (_form.Option.Pause > TimeSpan.Zero)
                await Task.Delay(_form.Option.Pause, run.Host.Time, cancellationToken);
        }

        run.Host.Progress(new ProgressReport("Backfilling", $"{migration}, line {_statement.Line}", Done, Done, "rows", Rows: Done, Completed: true));
        session.Note($"line {_statement.Line}: {Done:N0} keys of {key.Table} were gone through in batches");
        await new TransactionStep(run, session, plan, step with { Statements = SqlScript.Parse("SELECT", null).Statements, Batch = null }).RunAsync(row, cancellationToken);
    }

    private Task BatchAsync(string migration, IReadOnlyList<string>? after, IReadOnlyList<string> upTo, long done, BatchKey key, CancellationToken cancellationToken)
    {
        var part = step with { Statements = [_statement with { Text = _form.Sql(after, upTo, key.Types) }], Batch = null };
        JournalEntry Row()
        {
            var entry = run.Entry(JournalEvent.BatchDone, migration) with { Step = step.Number };
            entry.Detail[LastKey] = new JsonArray([.. upTo.Select(value => JsonValue.Create(value))]);
            entry.Detail[KeysDone] = done;
            return entry;
        }

        return new TransactionStep(run, session, plan, part).RunAsync(Row, cancellationToken);
    }

    /// <summary>The last key of the next batch and how many there are in it; null where none is left.</summary>
    private async Task<(string[] Last, long Keys)?> NextAsync(BatchKey key, IReadOnlyList<string>? after, int size, CancellationToken cancellationToken)
    {
        var columns = _form.Key.Select(Identifier.Quote).ToList();
        var list = string.Join(", ", columns);
        var sql = $"""
            SELECT ARRAY[{string.Join(", ", columns.Select(column => $"q.{column}::text"))}], q.place
            FROM (SELECT {list}, pg_catalog.row_number() OVER (ORDER BY {list}) AS place
                  FROM {key.Table}
                  {(after is null ? "" : $"WHERE ({list}) > {BatchForm.Values(after, key.Types)}")}
                  ORDER BY {list}
                  LIMIT {size}) q
            ORDER BY q.place DESC
            LIMIT 1
            """;
        await using var command = new NpgsqlCommand(sql, session.Connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetFieldValue<string[]>(0), reader.GetInt64(1)) : null;
    }

    // At most twice or half of the last one: one slow batch is not yet a slow table.
    private int Size(int size, TimeSpan took)
    {
        var factor = Math.Clamp(_form.Option.Target / (took > TimeSpan.Zero ? took : TimeSpan.FromMilliseconds(1)), 0.5, 2);
        return (int)Math.Clamp(size * factor, 1, LargestSize);
    }
}
