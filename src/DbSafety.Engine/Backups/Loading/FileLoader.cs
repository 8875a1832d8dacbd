using System.Text;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Reading;
using Npgsql;

namespace DbSafety.Engine.Backups.Loading;

/// <summary>Runs a backup file's own SQL on a session, as psql would.</summary>
internal sealed class FileLoader(NpgsqlConnection connection, BackupSet set)
{
    private const int LinesAtOnce = 500;

    /// <summary>Loads the file.</summary>
    /// <param name="name">The file.</param>
    /// <param name="standIn">What another file has made of the table already.</param>
    /// <param name="arrived">Told how many bytes of rows went by.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task LoadAsync(ManifestFile name, StandIn? standIn, Action<int> arrived, CancellationToken cancellationToken)
    {
        await using var file = await BackupFileReader.OpenAsync(set, name, cancellationToken);
        await SqlText.RunAsync(connection, file.Preamble, cancellationToken);
        while (file.NextSection() is { } section)
        {
            if (section == BackupFileForm.Data)
            {
                await LoadRowsAsync(file, arrived, cancellationToken);
                continue;
            }

            await SqlText.RunAsync(connection, await file.ReadSqlAsync(cancellationToken), standIn, cancellationToken);
        }
    }

    private async Task LoadRowsAsync(BackupFileReader file, Action<int> arrived, CancellationToken cancellationToken)
    {
        if (set.Manifest.DataFormat != nameof(BackupDataFormat.Copy))
        {
            await LoadInsertsAsync(file, arrived, cancellationToken);
            return;
        }

        CopyIn? copy = null;
        try
        {
            await file.ReadCopyAsync(
                async statement => copy = await CopyIn.BeginAsync(connection, statement, cancellationToken),
                async rows =>
                {
                    await copy!.WriteAsync(rows, cancellationToken);
                    arrived(rows.Length);
                },
                cancellationToken);
            await copy!.CompleteAsync();
        }
        finally
        {
            if (copy is not null)
                await copy.DisposeAsync();
        }
    }

    private async Task LoadInsertsAsync(BackupFileReader file, Action<int> arrived, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        await file.ReadInsertsAsync(async line =>
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Encoding.UTF8.GetString(line.Span)));
            arrived(line.Length);
            if (batch.BatchCommands.Count < LinesAtOnce)
                return;
            await batch.ExecuteNonQueryAsync(cancellationToken);
            batch.BatchCommands.Clear();
        }, cancellationToken);
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
