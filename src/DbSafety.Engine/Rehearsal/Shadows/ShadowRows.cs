using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Rehearsal.Contents;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Shadows;

/// <summary>
/// Brings rows from the target to the shadow, from one read-only snapshot, as COPY text that is never decoded; and proves that they
/// arrived: the content digest of what was read against that of what is there.
/// </summary>
internal sealed class ShadowRows(NpgsqlConnection target, NpgsqlConnection shadow, IOperationHost host)
{
    private readonly List<LoadedTable> _loaded = [];

    public async Task<IReadOnlyList<LoadedTable>> LoadAsync(RowSelection selection, CancellationToken cancellationToken)
    {
        await CopySession.ApplyAsync(shadow, TimeSpan.Zero, cancellationToken);
        foreach (var (table, bytes, mostBytes) in selection.Tables)
        {
            host.Progress(new ProgressReport("Filling the shadow", table.QualifiedName, _loaded.Count, selection.Tables.Count, "tables"));
            await LoadAsync(table, bytes, mostBytes, cancellationToken);
        }

        var samples = _loaded.Where(table => table.IsSample).ToList();
        if (samples.Count > 0)
            await RemoveOrphansAsync([.. selection.Tables.Select(item => item.Table)], cancellationToken);
        foreach (var sample in samples)
            host.Warning($"The shadow has a sample of {sample.Table}: {sample.Rows:N0} of about {sample.LiveRows:N0} rows. What the others would show is not rehearsed.");
        return _loaded;
    }

    /// <summary>Sets the shadow's sequences to where the target's stand.</summary>
    public async Task SetSequencesAsync(DatabaseSchema schema, CancellationToken cancellationToken)
    {
        var positions = await SequenceReader.ReadAsync(target, SequenceReader.Of(schema), cancellationToken);
        foreach (var chunk in positions.Values.Chunk(200))
        {
            var sql = "SELECT " + string.Join(", ", chunk.Select(position =>
                $"pg_catalog.setval({Identifier.Literal(position.Name)}::pg_catalog.regclass, {position.LastValue}, {(position.IsCalled ? "true" : "false")})"));
            await SqlText.RunStatementAsync(shadow, sql, cancellationToken);
        }
    }

    private async Task LoadAsync(TableModel table, long bytes, long mostBytes, CancellationToken cancellationToken)
    {
        var columns = table.Columns.Where(column => column.IsLoaded).Select(column => column.Name).ToList();
        var estimated = Math.Max(table.EstimatedRows, 1);
        var most = bytes > mostBytes ? Math.Max(1000, (long)(estimated * ((double)mostBytes / bytes))) : (long?)null;
        var read = most is null
            ? CopyStatements.Out(table.QualifiedName, columns, throughQuery: false)
            : $"COPY (SELECT {CopyStatements.Names(columns)} FROM ONLY {table.QualifiedName} LIMIT {most}) TO STDOUT";
        using var digest = new ContentDigest();
        await using var source = await CopyOut.BeginAsync(target, read, cancellationToken);
        await using var rows = await CopyIn.BeginAsync(shadow, CopyStatements.In(table.QualifiedName, columns), cancellationToken);
        var buffer = GC.AllocateUninitializedArray<byte>(1 << 17);
        while (await source.FillAsync(buffer) is > 0 and var count)
        {
            digest.Append(buffer.AsSpan(0, count));
            await rows.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        source.End();
        await rows.CompleteAsync();
        var (arrived, _) = await CopyOut.DigestAsync(shadow, CopyStatements.Out(table.QualifiedName, columns, throughQuery: false), _ => { }, cancellationToken);
        if (arrived != digest.Value)
        {
            throw new DbSafetyException("ShadowRowsDiffer", ErrorKind.BackupInvalid, $"The rows of {table.QualifiedName} are not the same on the shadow as they were read.")
            {
                State = "The target was only read; nothing was rehearsed.",
                NextStep = "Report it; a rehearsal without rows: --no-data",
            };
        }

        _loaded.Add(new LoadedTable(table.QualifiedName, digest.Rows, most is null ? digest.Rows : Math.Max(estimated, digest.Rows)));
    }

    // Of a sample, rows whose parents did not come along would keep the foreign keys from being made.
    private async Task RemoveOrphansAsync(IReadOnlyList<TableModel> tables, CancellationToken cancellationToken)
    {
        var keys = tables.SelectMany(table => table.ForeignKeys).Where(key => key.IsValidated).ToList();
        var removed = true;
        while (removed)
        {
            removed = false;
            foreach (var key in keys)
            {
                var match = string.Join(" AND ", key.Columns.Zip(key.ReferencedColumns, (one, other) => $"p.{Identifier.Quote(other)} = c.{Identifier.Quote(one)}"));
                var given = string.Join(" AND ", key.Columns.Select(column => $"c.{Identifier.Quote(column)} IS NOT NULL"));
                await using var command = new NpgsqlCommand(
                    $"DELETE FROM {key.Table.QualifiedName} c WHERE {given} AND NOT EXISTS (SELECT FROM {key.Referenced.QualifiedName} p WHERE {match})", shadow);
                removed |= await command.ExecuteNonQueryAsync(cancellationToken) > 0;
            }
        }
    }
}
