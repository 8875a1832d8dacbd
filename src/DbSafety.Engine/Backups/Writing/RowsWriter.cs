using System.Text;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Schema.Model;
using Npgsql;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>Brings the rows of one table into its file: whole over one session, or in ranges over several.</summary>
internal sealed class RowsWriter(
    TableModel table, BackupRequest request, BackupFileWriter file, ContentDigest digest, GzipBlockPool pool, BackupProgress progress) : IRangeReader
{
    private readonly List<string> _columns = [.. table.Columns.Where(column => column.IsLoaded).Select(column => column.Name)];
    private readonly bool _asCopy = request.DataFormat == BackupDataFormat.Copy;
    private readonly object _gate = new();
    private long _told;

    /// <summary>Writes them, with what begins and ends their section.</summary>
    /// <param name="ranges">How they are shared out; null where one session reads them all.</param>
    public async Task WriteAsync(NpgsqlConnection connection, TableRanges? ranges, CancellationToken cancellationToken)
    {
        await file.SectionAsync(BackupFileForm.Data, _asCopy ? CopyStatements.In(CopyStatements.Table(table.Schema, table.Name), _columns) + ";\n" : "", cancellationToken);
        await file.Gzip.Queue.EndBlockAsync(0, cancellationToken);
        if (ranges is null)
            await PumpAsync(connection, Whole(), file.Gzip.Queue, cancellationToken);
        else
            await WriteRangesAsync(connection, ranges, cancellationToken);
        if (_asCopy)
            await file.Gzip.Queue.WriteAsync(Encoding.ASCII.GetBytes("\\.\n"), cancellationToken);
    }

    GzipBlockQueue IRangeReader.Queue(int capacity) => new(file.Gzip.Level, pool, capacity);

    Task IRangeReader.ReadAsync(NpgsqlConnection connection, GzipBlockQueue queue, long first, long? end, CancellationToken cancellationToken) =>
        PumpAsync(connection, CopyStatements.OutPages(table.QualifiedName, _columns, first, end), queue, cancellationToken);

    private string Whole() => request.Where is { } condition
        ? CopyStatements.OutWhere(table.QualifiedName, _columns, table.Kind == TableKind.Partitioned, condition)
        : CopyStatements.Out(table.QualifiedName, _columns, table.Kind == TableKind.Partitioned);

    private async Task WriteRangesAsync(NpgsqlConnection connection, TableRanges ranges, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ranges.Start(this);
        var reading = ranges.ReadAsync(connection, stop.Token);
        try
        {
            await ranges.WriteAsync(file.Gzip.Queue, stop.Token);
        }
        catch
        {
            await stop.CancelAsync();
            await reading.ContinueWith(_ => { }, TaskScheduler.Default);
            throw;
        }

        await reading;
    }

    private async Task PumpAsync(NpgsqlConnection connection, string copy, GzipBlockQueue queue, CancellationToken cancellationToken)
    {
        // Whole rows of COPY text are summed by the workers that compress them; the rest is summed here.
        using var rest = new ContentDigest();
        await using (var rows = await CopyOut.BeginAsync(connection, copy, cancellationToken))
        {
            if (_asCopy)
                await new RowPump(queue, rest).RunAsync(rows, Tell, cancellationToken);
            else
                await new InsertRows(queue, InsertRows.Begin(CopyStatements.Table(table.Schema, table.Name), _columns), _columns.Count, rest).RunAsync(rows, Tell, cancellationToken);
            rows.End();
        }

        await queue.EndBlockAsync(0, cancellationToken);
        lock (_gate)
            digest.Add(rest.Total);
    }

    private void Tell(int bytes)
    {
        var rows = file.Gzip.RowsWritten + digest.Rows;
        progress.Add(table.QualifiedName, bytes, rows - Interlocked.Exchange(ref _told, rows));
    }
}
