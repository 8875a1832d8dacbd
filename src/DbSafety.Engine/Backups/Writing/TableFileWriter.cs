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
    public async Task<ManifestTable> WriteAsync(NpgsqlConnection connection, TableScript script, TableRanges? ranges, CancellationToken cancellationToken)
    {
        var table = script.Table;
        using var digest = new ContentDigest();
        await using var file = new BackupFileWriter(set, BackupFileNames.Table(set.Id, new TableName(table.Schema, table.Name)), request.CompressionLevel, pool);
        await file.BeginAsync(FileHeader.Of(set.Id, server, $"table {table.QualifiedName}", request), cancellationToken);
        if (!request.DataOnly)
            await file.SectionAsync(BackupFileForm.BeforeData, script.BeforeData(), cancellationToken);
        var hasRows = !request.SchemaOnly && table.Kind != TableKind.Foreign;
        if (hasRows)
            await new RowsWriter(table, request, file, digest, pool, progress).WriteAsync(connection, ranges, cancellationToken);
        List<ManifestSequence> sequences = request.SchemaOnly
            ? []
            : [.. script.Sequences.Select(item => sequenceValues[(item.Schema, item.Name)] with { Column = item.Column })];
        await file.SectionAsync(BackupFileForm.AfterData,
            SequenceValues.Write(sequences) + (request.DataOnly ? "" : script.AfterData()), cancellationToken);
        var written = await file.EndAsync(cancellationToken);
        digest.Add(file.Gzip.RowDigest);
        return TableDescription.Of(script, written, digest, sequences) with { Filter = hasRows ? request.Where : null };
    }
}
