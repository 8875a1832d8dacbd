using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Engine.Backups.Proving;

/// <summary>What is known so far of one table's proof.</summary>
internal sealed class TableProof(BackupSet set, ManifestTable table)
{
    private bool? _rowsEqual;
    private bool? _contentEqual;
    private bool? _structureEqual;

    public ManifestTable Table => table;

    public string? FileProblem { get; set; }

    /// <summary>Null while it was not tried.</summary>
    public bool? Restored { get; set; }

    public bool SchemaFileFailed { get; set; }

    public TimeSpan Duration { get; set; }

    public List<string> Detail { get; } = [];

    /// <summary>Compares the restored table with the manifest.</summary>
    public async Task CompareAsync(NpgsqlConnection connection, DatabaseSchema schema, IOperationHost host, CancellationToken cancellationToken)
    {
        var started = host.Time.GetTimestamp();
        if (table.Kind != "foreign")
        {
            var columns = table.DataColumns.Select(column => column.Name).ToList();
            var copy = CopyStatements.Out(table.QualifiedName, columns, table.Kind == "partitioned");
            var (digest, rows) = await CopyOut.DigestAsync(connection, copy, _ => { }, cancellationToken);
            _rowsEqual = rows == table.Rows;
            _contentEqual = digest == table.ContentDigest;
            if (_rowsEqual == false)
                Detail.Add($"{rows} rows were restored; the backup was made of {table.Rows}.");
            else if (_contentEqual == false)
                Detail.Add("The restored rows are not the same as those that were backed up: their digest differs.");
        }
        else
        {
            Detail.Add("A foreign table: its rows are not in the backup, only its structure was compared.");
        }

        var structure = StructureComparison.Of(table, schema);
        _structureEqual = structure.Equal;
        Detail.AddRange(structure.Differences);
        Detail.AddRange(structure.NotChecked);
        Duration += host.Time.GetElapsedTime(started);
    }

    public BackupTest Result(bool othersIntact)
    {
        var passed = FileProblem is null && othersIntact && Restored == true && !SchemaFileFailed
            && _rowsEqual != false && _contentEqual != false && _structureEqual == true;
        var detail = FileProblem is null ? Detail : [FileProblem, .. Detail];
        if (FileProblem is null && Restored is null && detail.Count == 0)
            detail.Add("Another file of the set is not intact, so nothing was restored.");
        return new BackupTest(set.Id, table.QualifiedName, FileProblem is null, Restored, _rowsEqual, _contentEqual, _structureEqual, passed, table.Rows, Duration, detail);
    }
}
