namespace DbSafety.Engine.Monitoring.Integrity;

/// <summary>Pages whose checksum was wrong when they were read.</summary>
internal sealed class ChecksumProbe : IIntegrityProbe
{
    private const string Sql = """
        SELECT coalesce(d.datname, 'the shared catalogs'), d.checksum_failures, d.checksum_last_failure::text
        FROM pg_catalog.pg_stat_database d
        WHERE (d.datname = current_database() OR d.datid = 0) AND d.checksum_failures IS NOT NULL
        """;

    public string Name => "checksums";

    public async Task RunAsync(IntegrityRun run, CancellationToken cancellationToken)
    {
        if ((string)(await run.RowsAsync("SELECT current_setting('data_checksums')", cancellationToken))[0][0]! != "on")
        {
            run.NotChecked(null, "Data checksums are off in this cluster: pages are not checked when they are read. pg_checksums --enable turns them on while the server is down.");
            return;
        }

        var rows = await run.RowsAsync(Sql, cancellationToken);
        foreach (var row in rows.Where(row => row[1] is long and > 0))
            run.Failed((string)row[0]!, (long)row[1]!, $"{row[1]} pages had a wrong checksum when they were read, the last at {row[2]}. The server's log names them.");
        run.Looked(rows.Count, "databases without checksum failures among the pages that were read so far");
    }
}
