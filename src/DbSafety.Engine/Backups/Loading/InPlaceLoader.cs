using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Reading;
using Npgsql;

namespace DbSafety.Engine.Backups.Loading;

/// <summary>
/// Makes a table again in its place, inside the restore's transaction. What is run is the SQL of the bytes that were hashed; what is read
/// beside it from the file are rows only, as COPY text, which the caller compares before the commit.
/// </summary>
internal sealed class InPlaceLoader(NpgsqlConnection connection, BackupSet set)
{
    public async Task LoadAsync(ManifestTable table, Action<int> arrived, CancellationToken cancellationToken)
    {
        var file = await FileSql.ReadAsync(set, table.File, cancellationToken);
        var standIn = await StandIn.FindAsync(connection, table, isOursAlone: false, cancellationToken);
        foreach (var (section, sql) in file.Sections)
        {
            // The transaction is the caller's: the file's own COMMIT stands in its last section.
            if (section == BackupFileForm.End)
                continue;
            if (sql is null)
            {
                await LoadRowsAsync(table, arrived, cancellationToken);
                continue;
            }

            if (section == BackupFileForm.BeforeData)
                await MadeFlags.SetAsync(connection, MadeFlags.In(sql), made: false, cancellationToken);
            await SqlText.RunAsync(connection, sql, standIn, cancellationToken);
        }
    }

    private async Task LoadRowsAsync(ManifestTable table, Action<int> arrived, CancellationToken cancellationToken)
    {
        await using var file = await BackupFileReader.OpenAsync(set, table.File, cancellationToken);
        await TableRows.SkipToDataAsync(file, cancellationToken);
        await using var copy = await CopyIn.BeginAsync(connection, CopyStatements.In(table.QualifiedName, [.. table.DataColumns.Select(column => column.Name)]), cancellationToken);
        await TableRows.PassAsync(file, set.Manifest, table, async rows =>
        {
            await copy.WriteAsync(rows, cancellationToken);
            arrived(rows.Length);
        }, cancellationToken);
        await copy.CompleteAsync();
    }
}
