using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Restoring.Staging;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Engine.Backups.Proving;

/// <summary>What is known so far of one table's proof.</summary>
internal sealed class TableProof(BackupSet set, ManifestTable table)
{
    private readonly object _gate = new();
    private UInt128 _sum;
    private long _rows;
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

    /// <summary>Divides the comparison of the restored table with the manifest: its rows are read back side by side, then all of it is judged.</summary>
    public async Task AddToAsync(BuildQueue queue, NpgsqlConnection connection, DatabaseSchema schema, IOperationHost host, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> copies = table.Kind == "foreign" ? [] : await ReadBack.StatementsAsync(connection, table, table.QualifiedName, cancellationToken);
        queue.Add(BuildStep.Read, [.. copies.Select(copy => (BuildQueue.Work)((session, token) => SumAsync(session, copy, host, token)))], () => Judge(schema));
    }

    private async Task SumAsync(NpgsqlConnection session, string copy, IOperationHost host, CancellationToken cancellationToken)
    {
        var started = host.Time.GetTimestamp();
        var part = await CopyOut.SumAsync(session, copy, _ => { }, cancellationToken);
        lock (_gate)
        {
            _sum = unchecked(_sum + part.Sum);
            _rows += part.Rows;
            Duration += host.Time.GetElapsedTime(started);
        }
    }

    private void Judge(DatabaseSchema schema)
    {
        if (table.Kind == "foreign")
            Detail.Add("A foreign table: its rows are not in the backup, only its structure was compared.");
        else
            JudgeRows();
        var structure = StructureComparison.Of(table, schema);
        _structureEqual = structure.Equal;
        Detail.AddRange(structure.Differences);
        Detail.AddRange(structure.NotChecked);
    }

    private void JudgeRows()
    {
        using var digest = new ContentDigest();
        digest.Add((_sum, _rows));
        _rowsEqual = digest.Rows == table.Rows;
        _contentEqual = digest.Value == table.ContentDigest;
        if (_rowsEqual == false)
            Detail.Add($"{digest.Rows} rows were restored; the backup was made of {table.Rows}.");
        else if (_contentEqual == false)
            Detail.Add("The restored rows are not the same as those that were backed up: their digest differs.");
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
