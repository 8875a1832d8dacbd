using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring.Swapping;

/// <summary>The swap inside the one transaction: the live tables leave for another schema, and those made beside them take their names.</summary>
internal sealed class SwapRunner(NpgsqlConnection connection, BackupSet set, IReadOnlyList<RestorePlan> swaps, SwapNames names, TimeProvider time)
{
    // A foreign key over a smaller table is checked before the commit; that of a larger one after it, while writers go on.
    private const long CheckedAtOnceBytes = 256L << 20;

    private readonly RestoreRefusals _refusals = new(set);

    /// <summary>Foreign keys of large tables, to be checked after the commit.</summary>
    public IReadOnlyList<ForeignKeyModel> CheckedLater { get; private set; } = [];

    /// <summary>When the locks were there.</summary>
    public long? LockedAt { get; private set; }

    /// <summary>Foreign keys of other tables whose rows would be checked after the commit.</summary>
    public static bool IsCheckedLater(DatabaseSchema schema, ForeignKeyModel key) =>
        key.IsValidated && schema.FindTable(key.Table.Schema, key.Table.Name) is { Kind: TableKind.Ordinary, Bytes: > CheckedAtOnceBytes };

    /// <summary>All tables that the swap locks against everybody, by name.</summary>
    public static IReadOnlyList<string> Locked(DatabaseSchema schema, IEnumerable<TableModel> tables) =>
    [
        .. tables.SelectMany(table => SwapCheck.Parts(table, schema)).SelectMany(part => part.IncomingForeignKeys.Select(key => key.Table)
                .Concat(part.ForeignKeys.Select(key => key.Referenced)).Append(part.Reference))
            .Select(table => table.QualifiedName).Distinct().Order(StringComparer.Ordinal),
    ];

    public async Task RunAsync(DatabaseSchema planned, CancellationToken cancellationToken)
    {
        if (swaps.Count == 0)
            return;
        // All at once and in one order, so that nobody who does the same can meet us half way.
        await SqlText.RunStatementAsync(connection, $"LOCK TABLE {string.Join(", ", Locked(planned, swaps.Select(plan => plan.Live!)))} IN ACCESS EXCLUSIVE MODE", cancellationToken);
        LockedAt = time.GetTimestamp();
        var before = await SchemaReader.ReadAsync(connection, cancellationToken);
        var live = swaps.Select(plan => before.FindTable(plan.Table.Schema, plan.Table.Name) ?? throw _refusals.Gone(plan.Table, plan.Mode)).ToList();
        var dependents = SwapDependents.Of(before, live, reason => _refusals.NoSwap(swaps[0].Table, reason));
        CheckedLater = [.. dependents.ForeignKeys.Where(key => IsCheckedLater(before, key))];

        await dependents.DropAsync(connection, cancellationToken);
        var attics = await MoveOutAsync(before, live, cancellationToken);
        await MoveInAsync(cancellationToken);
        foreach (var plan in swaps)
            await OwnAsync(plan, cancellationToken);
        await dependents.MakeAsync(connection, CheckedLater, cancellationToken);

        var after = await SchemaReader.ReadAsync(connection, cancellationToken);
        foreach (var plan in swaps)
            Compare(plan, after, dependents.Differences(after, CheckedLater));
        await KeepAsync(before, after, attics, cancellationToken);
        foreach (var plan in swaps)
        {
            plan.Verified = true;
            if (dependents.Names.Count > 0 && plan == swaps[0])
                plan.Detail.Add($"Made again on {(swaps.Count == 1 ? "it" : "the swapped tables")}: {string.Join(", ", dependents.Names)}.");
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> MoveOutAsync(DatabaseSchema before, IReadOnlyList<TableModel> live, CancellationToken cancellationToken)
    {
        var attics = SwapMoves.Attics(set, live, (await SessionTag.ReadAsync(connection, cancellationToken)).Suffix);
        foreach (var statement in SwapMoves.Out(set, before, live, attics))
            await SqlText.RunStatementAsync(connection, statement, cancellationToken);
        foreach (var table in live)
            swaps.First(plan => plan.Table.TableName == new TableName(table.Schema, table.Name)).Replaced = $"{attics[table.Schema]}.{Identifier.Quote(table.Name)}";
        return attics;
    }

    private async Task MoveInAsync(CancellationToken cancellationToken)
    {
        foreach (var statement in swaps.SelectMany(plan => SwapMoves.In(plan.Table, names)))
            await SqlText.RunStatementAsync(connection, statement, cancellationToken);
    }

    /// <summary>Owners and privileges as the backup has them, from nothing: default privileges may have given some.</summary>
    private async Task OwnAsync(RestorePlan plan, CancellationToken cancellationToken)
    {
        foreach (var name in ManifestRelations.Tables(plan.Table).Concat(ManifestRelations.Sequences(plan.Table)))
            await SwapAccess.StripAsync(connection, name, cancellationToken);
        foreach (var statement in plan.Table.Structure.SelectMany(item => item.Ownership))
            await SwapAccess.TolerantAsync(connection, statement, plan.Detail, cancellationToken);
    }

    private static void Compare(RestorePlan plan, DatabaseSchema after, IEnumerable<string> others)
    {
        var structure = StructureComparison.Of(plan.Table, after);
        plan.Detail.AddRange(structure.NotChecked);
        var differences = structure.Differences.Concat(others).ToList();
        if (differences.Count == 0)
            return;
        throw new DbSafetyException("RestoreNotVerified", ErrorKind.BackupInvalid,
            $"{plan.Table.QualifiedName} was swapped and is not what was backed up: {string.Join(" ", differences)}")
        {
            State = "The transaction was rolled back: the live tables are as they were.",
            NextStep = "See to what differs (a role that is gone, for one), or merge by key with --mode Merge.",
            Detail = [.. differences, .. plan.Detail],
        };
    }

    private async Task KeepAsync(DatabaseSchema before, DatabaseSchema after, IReadOnlyDictionary<string, string> attics, CancellationToken cancellationToken)
    {
        var changed = false;
        foreach (var plan in swaps)
        {
            var access = new SwapAccess(connection, plan, before, after);
            changed |= await access.KeepAsync(cancellationToken);
            await access.ForwardAsync(attics[plan.Table.Schema], cancellationToken);
        }

        if (!changed)
            return;
        var kept = await SchemaReader.ReadAsync(connection, cancellationToken);
        foreach (var plan in swaps)
            new SwapAccess(connection, plan, before, kept).RequireKept();
    }
}
