using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Reading;
using DbSafety.Engine.Backups.Restoring.Staging;
using Npgsql;

namespace DbSafety.Engine.Backups.Proving;

/// <summary>
/// Runs a backup file's own SQL on a session, as <see cref="FileLoader"/> does, but deals its rows out to several sessions: a server takes
/// in rows with one processor a session. What comes before the rows is committed first, so that the others see the table; a failure
/// therefore leaves something behind, which only a scratch database can bear.
/// </summary>
/// <param name="connections">The sessions; the first one runs the SQL.</param>
/// <param name="set">The set of the files.</param>
internal sealed class SharedFileLoader(IReadOnlyList<NpgsqlConnection> connections, BackupSet set)
{
    private const long WorthSharing = 8 << 20;

    /// <summary>Whether a table of a set is large enough, and its rows can be dealt out.</summary>
    public static bool IsWorthIt(BackupManifest manifest, ManifestTable table) =>
        manifest is { HasData: true, HasStructure: true, DataFormat: nameof(Core.Results.BackupDataFormat.Copy) }
        && table.Kind != "foreign" && table.File.UncompressedBytes >= WorthSharing;

    public async Task LoadAsync(ManifestTable table, StandIn? standIn, Action<int> arrived, CancellationToken cancellationToken)
    {
        var main = connections[0];
        await using var file = await BackupFileReader.OpenAsync(set, table.File, cancellationToken);
        await SqlText.RunAsync(main, file.Preamble, cancellationToken);
        IReadOnlyList<string> flags = [];
        while (file.NextSection() is { } section)
        {
            if (section == BackupFileForm.Data)
            {
                await ShareAsync(main, flags, cancellationToken);
                await DealAsync(file, table, arrived, cancellationToken);
                continue;
            }

            var sql = await file.ReadSqlAsync(cancellationToken);
            if (section == BackupFileForm.BeforeData)
                flags = MadeFlags.In(sql);
            await SqlText.RunAsync(main, sql, standIn, cancellationToken);
        }
    }

    // The file goes on in another transaction, and must still know what it made in the first one.
    private static async Task ShareAsync(NpgsqlConnection main, IReadOnlyList<string> flags, CancellationToken cancellationToken)
    {
        var made = await MadeFlags.ReadAsync(main, flags, cancellationToken);
        await SqlText.RunStatementAsync(main, "COMMIT", cancellationToken);
        await SqlText.RunStatementAsync(main, "BEGIN", cancellationToken);
        await MadeFlags.SetAsync(main, made, made: true, cancellationToken);
    }

    private Task DealAsync(BackupFileReader file, ManifestTable table, Action<int> arrived, CancellationToken cancellationToken)
    {
        var copy = CopyStatements.In(CopyStatements.Table(table.Schema, table.Name), [.. table.DataColumns.Select(column => column.Name)]);
        return new RowDealer(connections, copy).RunAsync(
            (deal, token) => file.ReadCopyAsync(
                statement => statement == copy
                    ? ValueTask.CompletedTask
                    : throw new InvalidDataException($"The file {table.File.Name} loads its rows with another statement than the manifest tells."),
                rows =>
                {
                    arrived(rows.Length);
                    return deal(rows);
                },
                token),
            cancellationToken);
    }
}
