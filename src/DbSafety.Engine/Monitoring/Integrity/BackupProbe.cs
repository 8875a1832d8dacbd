using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Manifests;
using Npgsql;

namespace DbSafety.Engine.Monitoring.Integrity;

/// <summary>The tables against the counts and digests of a backup. What has changed since is a difference too: that is for a person to judge.</summary>
internal sealed class BackupProbe(BackupSet set) : IIntegrityProbe
{
    public string Name => "backup";

    public async Task RunAsync(IntegrityRun run, CancellationToken cancellationToken)
    {
        var tables = set.Manifest.Tables.Where(table => table.Kind != "foreign").ToList();
        foreach (var table in tables)
        {
            if (table.Filter is not null)
                run.NotChecked(table.QualifiedName, "The backup holds only some of its rows.");
            else
                await run.TryAsync(table.QualifiedName, () => CompareAsync(run, table, cancellationToken), cancellationToken);
        }

        run.Looked(tables.Count, $"tables hold the rows of backup {set.Id}");
    }

    private async Task CompareAsync(IntegrityRun run, ManifestTable table, CancellationToken cancellationToken)
    {
        try
        {
            await CopySession.ApplyAsync(run.Session, TimeSpan.FromSeconds(2), cancellationToken);
            var copy = CopyStatements.Out(table.QualifiedName, [.. table.DataColumns.Select(column => column.Name)], table.Kind == "partitioned");
            var (digest, rows) = await CopyOut.DigestAsync(run.Session, copy, _ => { }, cancellationToken);
            if (rows != table.Rows)
                run.Failed(table.QualifiedName, Math.Abs(rows - table.Rows), $"It has {rows} rows; backup {set.Id} has {table.Rows}.");
            else if (digest != table.ContentDigest)
                run.Failed(table.QualifiedName, 1, $"It has {rows} rows as backup {set.Id} has, but they are not the same. Which: dbsafety restore {set.Id} --table {table.QualifiedName} --what-if");
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn)
        {
            run.Failed(table.QualifiedName, 1, $"It has not the structure of backup {set.Id}: {error.MessageText}.");
        }
    }
}
