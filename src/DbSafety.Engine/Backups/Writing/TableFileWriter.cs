using System.Text;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Schema.Model;
using Npgsql;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>Writes the file of one table and describes it for the manifest.</summary>
internal sealed class TableFileWriter(
    SetFiles set, BackupRequest request, ManifestServer server, IReadOnlyDictionary<(string Schema, string Name), ManifestSequence> sequenceValues,
    GzipBlockPool pool, BackupProgress progress)
{
    public async Task<ManifestTable> WriteAsync(NpgsqlConnection connection, TableScript script, CancellationToken cancellationToken)
    {
        var table = script.Table;
        using var digest = new ContentDigest();
        await using var file = new BackupFileWriter(set, BackupFileNames.Table(set.Id, new TableName(table.Schema, table.Name)), request.CompressionLevel, pool);
        await file.BeginAsync(FileHeader.Of(set.Id, server, $"table {table.QualifiedName}", request), cancellationToken);
        if (!request.DataOnly)
            await file.SectionAsync(BackupFileForm.BeforeData, script.BeforeData(), cancellationToken);
        var hasRows = !request.SchemaOnly && table.Kind != TableKind.Foreign;
        if (hasRows)
            await WriteRowsAsync(connection, table, file, digest, cancellationToken);
        List<ManifestSequence> sequences = request.SchemaOnly
            ? []
            : [.. script.Sequences.Select(item => sequenceValues[(item.Schema, item.Name)] with { Column = item.Column })];
        await file.SectionAsync(BackupFileForm.AfterData,
            SequenceValues.Write(sequences) + (request.DataOnly ? "" : script.AfterData()), cancellationToken);
        var written = await file.EndAsync(cancellationToken);
        digest.Add(file.Gzip.RowDigest);
        return TableDescription.Of(script, written, digest, sequences) with { Filter = hasRows ? request.Where : null };
    }

    private async Task WriteRowsAsync(
        NpgsqlConnection connection, TableModel table, BackupFileWriter file, ContentDigest digest, CancellationToken cancellationToken)
    {
        var columns = table.Columns.Where(column => column.IsLoaded).Select(column => column.Name).ToList();
        var copy = request.DataFormat == BackupDataFormat.Copy;
        await file.SectionAsync(BackupFileForm.Data, copy ? CopyStatements.In(CopyStatements.Table(table.Schema, table.Name), columns) + ";\n" : "", cancellationToken);
        var isPartitioned = table.Kind == TableKind.Partitioned;
        var read = request.Where is { } condition
            ? CopyStatements.OutWhere(table.QualifiedName, columns, isPartitioned, condition)
            : CopyStatements.Out(table.QualifiedName, columns, isPartitioned);
        await using (var rows = await CopyOut.BeginAsync(connection, read, cancellationToken))
        {
            long told = 0;
            void Arrived(int bytes)
            {
                var now = file.Gzip.RowsWritten + digest.Rows;
                progress.Add(table.QualifiedName, bytes, now - told);
                told = now;
            }

            if (copy)
                await new RowPump(file.Gzip, digest).RunAsync(rows, Arrived, cancellationToken);
            else
                await new InsertRows(file.Gzip, InsertRows.Begin(CopyStatements.Table(table.Schema, table.Name), columns), columns.Count, digest).RunAsync(rows, Arrived, cancellationToken);
            rows.End();
        }

        if (copy)
            await file.Gzip.WriteAsync(Encoding.ASCII.GetBytes("\\.\n"), cancellationToken);
    }
}
