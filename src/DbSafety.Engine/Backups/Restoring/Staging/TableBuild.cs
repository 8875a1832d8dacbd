using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Restoring.Swapping;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring.Staging;

/// <summary>
/// What is left to do on a staged table once its rows are in: its indexes are built and its rows are read back and summed side by side,
/// large tables in ranges of pages, and it is analyzed beside that; then come its keys, and all that stands on them.
/// </summary>
internal sealed class TableBuild(StagedTable staged, SwapNames names)
{
    private readonly ManifestTable _table = staged.Table;
    private readonly Dictionary<ManifestStatements, KeyIndex> _keys = [];
    private readonly HashSet<ManifestStatements> _built = [];
    private readonly object _gate = new();
    private UInt128 _sum;
    private long _rows;

    private string Side => names.Side(_table.TableName);

    /// <summary>Divides the work.</summary>
    public async Task AddToAsync(BuildQueue queue, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Of a partitioned table an index of the whole takes over those of its parts: there the order counts.
        var indexes = staged.IsPlain ? _table.Structure.Where(item => item.AfterData).Select(Index).OfType<BuildQueue.Work>().ToList() : [];
        var copies = await ReadBack.StatementsAsync(connection, _table, Side, cancellationToken);
        var left = 2;
        void Done()
        {
            if (Interlocked.Decrement(ref left) == 0)
                queue.Add(BuildStep.End, [EndAsync]);
        }

        // An index and ANALYZE keep each other out; neither minds readers.
        queue.Add(BuildStep.Index, indexes, () => queue.Add(BuildStep.Analyze, staged.IsPlain ? [AnalyzeAsync] : [], Done));
        queue.Add(BuildStep.Read, [.. copies.Select(Sum)], Done);
    }

    private BuildQueue.Work? Index(ManifestStatements item)
    {
        IReadOnlyList<string> statements;
        if (item is { Kind: nameof(SchemaObjectKind.Index), IsPart: false })
            statements = item.Statements;
        else if (item is { Kind: nameof(SchemaObjectKind.Constraint), IsPart: false } && KeyIndex.Of(names.Rewrite(item.Statements[0])) is { } key)
            statements = [(_keys[item] = key).Index];
        else
            return null;
        _built.Add(item);
        return async (connection, cancellationToken) =>
        {
            foreach (var statement in statements)
                await SqlText.RunStatementAsync(connection, names.Rewrite(statement), cancellationToken);
        };
    }

    private BuildQueue.Work Sum(string copy) => async (connection, cancellationToken) =>
    {
        var part = await CopyOut.SumAsync(connection, copy, _ => { }, cancellationToken);
        lock (_gate)
        {
            _sum = unchecked(_sum + part.Sum);
            _rows += part.Rows;
        }
    };

    private async Task EndAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var digest = new ContentDigest();
        digest.Add((_sum, _rows));
        SideSchema.Require(staged.Plan, digest.Value, digest.Rows);
        foreach (var item in _table.Structure.Where(item => item.AfterData && item.Kind != nameof(SchemaObjectKind.ForeignKey)))
        {
            if (_keys.TryGetValue(item, out var key))
                await SqlText.RunStatementAsync(connection, key.Attach, cancellationToken);
            foreach (var statement in item.Statements.Skip(_keys.ContainsKey(item) ? 1 : _built.Contains(item) ? item.Statements.Count : 0))
                await SqlText.RunStatementAsync(connection, names.Rewrite(statement), cancellationToken);
        }

        if (!staged.IsPlain)
            await SqlText.RunStatementAsync(connection, $"ANALYZE {Side}", cancellationToken);
    }

    private async Task AnalyzeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var item in _table.Structure.Where(item => item is { AfterData: true, Kind: nameof(SchemaObjectKind.Statistics) }))
        {
            foreach (var statement in item.Statements)
                await SqlText.RunStatementAsync(connection, names.Rewrite(statement), cancellationToken);
            _built.Add(item);
        }

        await SqlText.RunStatementAsync(connection, $"ANALYZE {Side}", cancellationToken);
    }
}
