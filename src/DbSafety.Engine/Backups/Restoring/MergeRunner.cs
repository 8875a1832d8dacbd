using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>The steps of a merge inside the one transaction, in the order in which foreign keys allow them over several tables.</summary>
internal sealed class MergeRunner(NpgsqlConnection connection, DatabaseSchema schema, RestorePlan plan, RestoreRequest request)
{
    private readonly MergeSql _sql = plan.Merge!;
    private readonly bool _removes = request.ExtraRows == ExtraRows.Remove && plan.Mode == RestoreMode.Merge;
    private readonly bool _onlyColumns = request.Columns.Count > 0;
    private TriggerStates? _triggers;
    private long _deleted;
    private long _updated;
    private long _inserted;

    /// <summary>What it did; live rows that stay although the backup does not hold them are counted at the end.</summary>
    public MergeCounts Done { get; private set; } = new(0, 0, 0);

    /// <summary>Counts without changing anything.</summary>
    public static async Task<MergeCounts> CountAsync(NpgsqlConnection connection, MergeSql sql, CancellationToken cancellationToken)
    {
        if (sql.Key.Count > 0 && await SqlText.ScalarAsync<long>(connection, sql.CountDuplicates, cancellationToken) is > 0 and var duplicates)
        {
            throw new DbSafetyException("RestoreKeyNotUnique", ErrorKind.Refused,
                $"The backup holds {duplicates} values of the key ({string.Join(", ", sql.Key.Select(column => column.Name))}) of {sql.Live.QualifiedName} more than once: the key is newer than the backup.")
            {
                State = "Nothing was changed.",
                NextStep = "Load the table aside with --mode Aside and take what is needed; or put the backup's table in its place with --mode Swap.",
            };
        }

        return new MergeCounts(
            await SqlText.ScalarAsync<long>(connection, sql.CountMissing, cancellationToken),
            await SqlText.ScalarAsync<long>(connection, sql.CountDiffering, cancellationToken),
            await SqlText.ScalarAsync<long>(connection, sql.CountExtra, cancellationToken));
    }

    public async Task RestTriggersAsync(CancellationToken cancellationToken)
    {
        _triggers = await TriggerStates.ReadAsync(connection, _sql.Live, cancellationToken);
        if (_triggers.Names.Count == 0)
            return;
        if (_triggers.MaySwitch)
            await _triggers.DisableAsync(cancellationToken);
        else
            plan.Detail.Add($"These triggers fired, since only the owner may switch them off: {string.Join(", ", _triggers.Names)}.");
    }

    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        if (!_removes)
            return;
        await CascadeCheck.RequireAsync(connection, _sql, schema, cancellationToken);
        _deleted = await RunAsync(_sql.Delete, cancellationToken);
    }

    public async Task UpdateAndInsertAsync(CancellationToken cancellationToken)
    {
        if (_sql.Update is { } update)
            _updated = await RunAsync(update, cancellationToken);
        if (_onlyColumns)
            return;
        _inserted = await RunAsync(_sql.Insert, cancellationToken);
    }

    /// <summary>Compares what the live table holds now with the backup; also after this the transaction can still be given up.</summary>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        var kept = await SqlText.ScalarAsync<long>(connection, _sql.Key.Count == 0 ? "SELECT 0::bigint" : _sql.CountExtra, cancellationToken);
        var problem = _sql.IsExact
            ? await DigestProblemAsync(cancellationToken)
            : await CountProblemAsync(cancellationToken);
        if (problem is not null || (_removes && kept > 0))
        {
            throw new DbSafetyException("RestoreNotVerified", ErrorKind.BackupInvalid,
                $"After the restore {_sql.Live.QualifiedName} did not hold what the backup holds: {problem ?? $"{kept} rows are still there that it does not hold"}.")
            {
                State = "The transaction was rolled back: the live tables are as they were.",
                NextStep = "Look at triggers, rules and GENERATED ALWAYS columns of the table; load it aside with --mode Aside.",
            };
        }

        plan.Verified = true;
        Done = plan.Mode == RestoreMode.Replace ? new MergeCounts(_inserted, 0, plan.Counts.Extra) : new MergeCounts(_inserted, _updated, _removes ? _deleted : kept);
    }

    public async Task WakeTriggersAsync(CancellationToken cancellationToken)
    {
        if (_triggers is { MaySwitch: true })
            await _triggers.EnableAsync(cancellationToken);
    }

    /// <summary>Brings sequences forward to the saved value where they are behind; never back.</summary>
    public async Task ForwardSequencesAsync(CancellationToken cancellationToken)
    {
        foreach (var target in Sequences(plan))
        {
            var name = Identifier.Literal(Identifier.Quote(target.Schema, target.Name));
            if (!await SqlText.ScalarAsync<bool>(connection, $"SELECT pg_catalog.to_regclass({name}) IS NOT NULL", cancellationToken))
                plan.Detail.Add($"The sequence {Identifier.Quote(target.Schema, target.Name)} is gone; it was not set.");
            else
                await SqlText.RunStatementAsync(connection, "SELECT " + SequenceValues.Forward(target), cancellationToken);
        }
    }

    /// <summary>The saved sequences, under the names that those of the live columns have.</summary>
    public static IEnumerable<ManifestSequence> Sequences(RestorePlan plan) => plan.Table.Sequences.Select(saved =>
        plan.Live!.OwnedSequences.FirstOrDefault(item => item.Column == saved.Column) is { } owned ? saved with { Schema = owned.Schema, Name = owned.Name } : saved);

    private async Task<string?> DigestProblemAsync(CancellationToken cancellationToken)
    {
        var (digest, rows) = await CopyOut.DigestAsync(connection, _sql.CopyHeld, _ => { }, cancellationToken);
        return rows == plan.Table.Rows && digest == plan.Table.ContentDigest ? null : $"{rows} of its {plan.Table.Rows} rows are there, with digest {digest}";
    }

    private async Task<string?> CountProblemAsync(CancellationToken cancellationToken)
    {
        if (_onlyColumns)
            return await SqlText.ScalarAsync<long>(connection, _sql.CountDiffering, cancellationToken) is > 0 and var other ? $"{other} rows differ" : null;
        plan.Detail.Add("The columns have changed since the backup: the rows were compared in the columns' present types.");
        if (_sql.Key.Count == 0)
        {
            var all = await SqlText.ScalarAsync<long>(connection, _sql.CountExtra, cancellationToken);
            var unequal = await SqlText.ScalarAsync<long>(connection, _sql.CountUnequal, cancellationToken);
            return all == plan.Table.Rows && unequal == 0 ? null : $"{all} rows are there, and {unequal} of the backup's {plan.Table.Rows} are not";
        }

        var missing = await SqlText.ScalarAsync<long>(connection, _sql.CountMissing, cancellationToken);
        var differing = await SqlText.ScalarAsync<long>(connection, _sql.CountDiffering, cancellationToken);
        return missing + differing == 0 ? null : $"{missing} rows are missing and {differing} differ";
    }

    private async Task<long> RunAsync(string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
