using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Reading;

namespace DbSafety.Engine.Operations.Scripting;

/// <summary>Writes the rows of a table's file into a script, as a COPY with its rows.</summary>
internal sealed class RestoreRows(BackupSet set, SqlOutput output, IOperationHost host)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="into">The table that takes the rows, as SQL writes it.</param>
    /// <exception cref="DbSafetyException"><c>RowsNotText</c>, <c>BackupFileAltered</c>.</exception>
    public async Task WriteAsync(ManifestTable table, string into, CancellationToken cancellationToken)
    {
        await using var file = await BackupFileReader.OpenAsync(set, table.File, cancellationToken);
        if (!await TableRows.SkipToDataAsync(file, cancellationToken))
            return;
        output.Add(CopyStatements.In(into, [.. table.DataColumns.Select(column => column.Name)]));
        var decoder = Strict.GetDecoder();
        var text = new char[1 << 16];
        await TableRows.PassAsync(file, set.Manifest, table, rows =>
        {
            Append(decoder, rows.Span, text, table);
            output.HandOut(host);
            return ValueTask.CompletedTask;
        }, cancellationToken);
        output.AddRows("\\.\n");
        while (file.NextSection() is not null)
            await file.ReadSqlAsync(cancellationToken);
        await FileCheck.RequireReadAsync(file, table.File, cancellationToken);
    }

    private void Append(Decoder decoder, ReadOnlySpan<byte> rows, char[] text, ManifestTable table)
    {
        try
        {
            while (rows.Length > 0)
            {
                decoder.Convert(rows, text, flush: false, out var read, out var written, out _);
                output.AddRows(text.AsSpan(0, written));
                rows = rows[read..];
            }
        }
        catch (DecoderFallbackException error)
        {
            throw new DbSafetyException("RowsNotText", ErrorKind.NotSupported, $"The rows of {table.QualifiedName} are not text in UTF-8, so that no script can hold them.", error)
            {
                State = "Nothing was changed; the script ends in the middle.",
                NextStep = $"Load the table's own file with psql, or see what would be done: dbsafety restore {table.QualifiedName} --what-if",
            };
        }
    }
}
