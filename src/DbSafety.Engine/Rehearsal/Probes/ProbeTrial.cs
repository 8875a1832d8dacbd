using DbSafety.Core.Errors;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Rehearsal.Certificates;
using DbSafety.Engine.Rehearsal.Contents;
using DbSafety.Engine.Rehearsal.Shadows;
using DbSafety.Engine.Rehearsal.Tracing;
using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Schema;

namespace DbSafety.Engine.Rehearsal.Probes;

/// <summary>
/// Tries on synthetic rows what the rows of the target cannot show, because there are none: rows in, up, rollback, compare, and all of
/// it taken back. It runs inside the rollback's own transaction, after the schema was found to be given back; where the scripts are not
/// one transaction, in the shadow as it stands after the rollback, which the caller keeps a copy of.
/// </summary>
internal sealed class ProbeTrial(Shadow shadow, ShadowScripts scripts, Core.Hosting.IOperationHost host)
{
    private const string Savepoint = "dbsafety_probe";

    public async Task<ProbeOutcome> RunAsync(DatabaseSchema schema, IReadOnlyList<TableModel> tables, ScriptPlan up, ScriptPlan rollback, CancellationToken cancellationToken)
    {
        await shadow.Session.SendAsync(cancellationToken, $"SAVEPOINT {Savepoint}");
        try
        {
            return await TryAsync(schema, tables, up, rollback, cancellationToken);
        }
        finally
        {
            await shadow.Session.SendAsync(CancellationToken.None, $"ROLLBACK TO SAVEPOINT {Savepoint}", $"RELEASE SAVEPOINT {Savepoint}");
            _ = shadow.Session.TakeNotices();
        }
    }

    /// <summary>The same for scripts that are not one transaction each: everything is committed, and stays.</summary>
    public async Task<ProbeOutcome> RunApartAsync(DatabaseSchema schema, IReadOnlyList<TableModel> tables, ScriptPlan up, ScriptPlan rollback, CancellationToken cancellationToken)
    {
        await scripts.BeginAsync(cancellationToken);
        var filled = await InsertAsync(schema, tables, cancellationToken);
        await scripts.CommitAsync(cancellationToken);
        return await TryAsync(filled, script => scripts.RunAsync(script, null, new TouchedRelations(), cancellationToken), up, rollback, cancellationToken);
    }

    private async Task<ProbeOutcome> TryAsync(DatabaseSchema schema, IReadOnlyList<TableModel> tables, ScriptPlan up, ScriptPlan rollback, CancellationToken cancellationToken)
    {
        var touched = new TouchedRelations();
        var filled = await InsertAsync(schema, tables, cancellationToken);
        return await TryAsync(filled, script => scripts.RunOpenAsync(script, null, touched, cancellationToken), up, rollback, cancellationToken);
    }

    private async Task<IReadOnlyList<TableModel>> InsertAsync(DatabaseSchema schema, IReadOnlyList<TableModel> tables, CancellationToken cancellationToken)
    {
        var filled = await new ProbeRows(shadow.Connection, schema, host).InsertAsync(tables, cancellationToken);
        if (filled.Count > 0)
            await shadow.Session.SendAsync(cancellationToken, "SET CONSTRAINTS ALL IMMEDIATE");
        return filled;
    }

    private async Task<ProbeOutcome> TryAsync(
        IReadOnlyList<TableModel> filled, Func<ScriptPlan, Task<DbSafetyException?>> run, ScriptPlan up, ScriptPlan rollback, CancellationToken cancellationToken)
    {
        var names = filled.Select(table => table.QualifiedName).ToHashSet();
        if (filled.Count == 0)
            return new ProbeOutcome(names, [], "no table took a synthetic row");
        var before = new List<(TableModel Table, TableContent? Content)>();
        foreach (var table in filled)
            before.Add((table, await ReadAsync(table, cancellationToken)));

        if (await run(up) is { } upError)
            return new ProbeOutcome(names, [], $"with a synthetic row the up script raises: {upError.Message}");
        if (await run(rollback) is { } rollbackError)
            return new ProbeOutcome(names, [], $"with a synthetic row the rollback raises: {rollbackError.Message}");
        var losses = new List<DataLoss>();
        foreach (var (table, content) in before)
        {
            if (MeasuredLosses.Of(table, content, await ReadAsync(table, cancellationToken)) is { } loss)
                losses.Add(loss);
        }

        return new ProbeOutcome(names, losses);
    }

    private async Task<TableContent?> ReadAsync(TableModel table, CancellationToken cancellationToken)
    {
        var content = await ContentReader.ReadAsync(shadow.Connection, table.QualifiedName, table.Columns.Select(column => column.Name), cancellationToken);
        return content.Rows == 0 ? null : content;
    }
}
