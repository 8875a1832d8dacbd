using System.Buffers;
using System.Text;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Writing;

namespace DbSafety.Engine.Backups.Reading;

/// <summary>Reads a table's rows from its file as COPY text, whichever form the file has, with their digest.</summary>
internal static class TableRows
{
    /// <summary>Reads the data section, which must come now.</summary>
    public static async Task<(string Digest, long Rows)> ReadAsync(
        BackupFileReader file, BackupManifest manifest, ManifestTable table, Func<ReadOnlyMemory<byte>, ValueTask> sink, CancellationToken cancellationToken)
    {
        using var digest = new ContentDigest();
        if (manifest.DataFormat == nameof(BackupDataFormat.Copy))
        {
            await file.ReadCopyAsync(_ => ValueTask.CompletedTask, async rows =>
            {
                digest.Append(rows.Span);
                await sink(rows);
            }, cancellationToken);
            return (digest.Value, digest.Rows);
        }

        var columns = table.DataColumns.Select(column => column.Name).ToList();
        var begin = Encoding.UTF8.GetByteCount(InsertRows.Begin(CopyStatements.Table(table.Schema, table.Name), columns));
        var row = new ArrayBufferWriter<byte>(1 << 16);
        await file.ReadInsertsAsync(async line =>
        {
            row.ResetWrittenCount();
            InsertLine.ToCopy(line.Span, begin, columns.Count, row);
            digest.Append(row.WrittenSpan);
            await sink(row.WrittenMemory);
        }, cancellationToken);
        return (digest.Value, digest.Rows);
    }

    /// <summary>Reads the data section, which must come now, for somebody who looks at the rows where they arrive: nothing is summed.</summary>
    public static async Task PassAsync(
        BackupFileReader file, BackupManifest manifest, ManifestTable table, Func<ReadOnlyMemory<byte>, ValueTask> sink, CancellationToken cancellationToken)
    {
        if (manifest.DataFormat == nameof(BackupDataFormat.Copy))
            await file.ReadCopyAsync(_ => ValueTask.CompletedTask, sink, cancellationToken);
        else
            await ReadAsync(file, manifest, table, sink, cancellationToken);
    }

    /// <summary>Reads a file to its data section; false where it has none.</summary>
    public static async Task<bool> SkipToDataAsync(BackupFileReader file, CancellationToken cancellationToken)
    {
        while (file.NextSection() is { } section && section != BackupFileForm.Data)
            await file.ReadSqlAsync(cancellationToken);
        return file.NextSection() is not null;
    }
}
