using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Manifests;

namespace DbSafety.Engine.Backups.Reading;

/// <summary>
/// The SQL of a backup file, taken from the very bytes whose hash the manifest names, so that it can be run where it counts. Rows are left
/// out: they go in as COPY text, which runs nothing, and are compared where they arrive.
/// </summary>
/// <param name="Preamble">What stands before the first section.</param>
/// <param name="Sections">The sections in their order; that of the rows with null.</param>
internal sealed record FileSql(string Preamble, IReadOnlyList<(string Name, string? Sql)> Sections)
{
    /// <exception cref="Core.Errors.DbSafetyException"><c>BackupFileAltered</c>, <c>BackupFileInvalid</c>.</exception>
    public static async Task<FileSql> ReadAsync(BackupSet set, ManifestFile file, CancellationToken cancellationToken)
    {
        await using var reader = await BackupFileReader.OpenAsync(set, file, cancellationToken);
        var sections = new List<(string, string?)>();
        while (reader.NextSection() is { } section)
        {
            if (section != BackupFileForm.Data)
                sections.Add((section, await reader.ReadSqlAsync(cancellationToken)));
            else if (set.Manifest.DataFormat == nameof(BackupDataFormat.Copy))
                await reader.ReadCopyAsync(_ => ValueTask.CompletedTask, _ => ValueTask.CompletedTask, cancellationToken);
            else
                await reader.ReadInsertsAsync(_ => ValueTask.CompletedTask, cancellationToken);
            if (section == BackupFileForm.Data)
                sections.Add((section, null));
        }

        await FileCheck.RequireReadAsync(reader, file, cancellationToken);
        return new FileSql(reader.Preamble, sections);
    }
}
