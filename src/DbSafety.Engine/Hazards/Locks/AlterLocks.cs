using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Hazards.Symbols;
using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Locks;

/// <summary>The locks of one subcommand of ALTER TABLE.</summary>
internal static class AlterLocks
{
    public static IEnumerable<LockClaim> Of(AlterAction action, TableSymbol table, SymbolTable symbols, IReadOnlyList<string>? path, int script)
    {
        switch (action.Kind)
        {
            case AlterActionKind.AddColumn when action.Column is { } column:
                foreach (var claim in AddColumn(column, table, symbols, path, script))
                    yield return claim;
                break;
            case AlterActionKind.AddConstraint when action.Constraint is { } constraint:
                foreach (var claim in AddConstraint(constraint, table, symbols, path, script))
                    yield return claim;
                break;
            case AlterActionKind.SetType when action.Type is { } type:
                var before = table.Columns.GetValueOrDefault(action.Name ?? "")?.Type;
                var rewrites = TypeChange.Rewrites(before, type, action.Expression, action.Name ?? "", symbols.Target?.IsUtc ?? false);
                yield return new LockClaim(table, LockMode.AccessExclusive, rewrites, rewrites, rewrites && table.Indexes.Count > 0);
                break;
            case AlterActionKind.SetNotNull:
                yield return new LockClaim(table, LockMode.AccessExclusive, Scans: !NotNullProof.Exists(table, action.Name ?? ""));
                break;
            case AlterActionKind.ValidateConstraint:
                yield return new LockClaim(table, LockMode.ShareUpdateExclusive, Scans: true);
                if (table.Constraints.GetValueOrDefault(action.Name ?? "")?.References is { } referenced && referenced != table)
                    yield return new LockClaim(referenced, LockMode.RowShare);
                break;
            case AlterActionKind.DropConstraint:
                yield return new LockClaim(table, LockMode.AccessExclusive);
                if (table.Constraints.GetValueOrDefault(action.Name ?? "")?.References is { } pointed && pointed != table)
                    yield return new LockClaim(pointed, LockMode.AccessExclusive);
                break;
            case AlterActionKind.AttachPartition or AlterActionKind.DetachPartition when action.Other is { } other:
                foreach (var claim in Partition(action, table, symbols.Get(other, path, script), symbols.Target?.ServerVersion))
                    yield return claim;
                break;
            case AlterActionKind.Inherit when action.Other is { } parent:
                yield return new LockClaim(table, LockMode.AccessExclusive);
                yield return new LockClaim(symbols.Get(parent, path, script), LockMode.ShareUpdateExclusive);
                break;
            default:
                yield return new LockClaim(table, Mode(action), Rewrites(action), Rewrites(action));
                break;
        }
    }

    private static LockMode Mode(AlterAction action) => action.Kind switch
    {
        AlterActionKind.SetStatistics or AlterActionKind.ClusterOn => LockMode.ShareUpdateExclusive,
        AlterActionKind.SetColumnOptions or AlterActionKind.SetOptions => LockMode.ShareUpdateExclusive,
        AlterActionKind.EnableTrigger or AlterActionKind.DisableTrigger => LockMode.ShareRowExclusive,
        AlterActionKind.Other => default(LockMode),
        _ => LockMode.AccessExclusive,
    };

    private static bool Rewrites(AlterAction action) => action.Kind is AlterActionKind.SetLogged or AlterActionKind.SetUnlogged
        or AlterActionKind.SetTablespace or AlterActionKind.SetAccessMethod or AlterActionKind.SetExpression;

    private static IEnumerable<LockClaim> AddColumn(ColumnForm column, TableSymbol table, SymbolTable symbols, IReadOnlyList<string>? path, int script)
    {
        var rewrites = ColumnRewrite.Reason(column, symbols) is not null;
        var checks = column.Constraints.Any(constraint => constraint.Kind == ConstraintKind.Check);
        var builds = column.Constraints.Any(constraint => constraint.Kind is ConstraintKind.Unique or ConstraintKind.PrimaryKey);
        yield return new LockClaim(table, LockMode.AccessExclusive, rewrites, rewrites || checks || builds, builds);
        foreach (var key in column.Constraints.Where(constraint => constraint.References is not null))
            yield return new LockClaim(symbols.Get(key.References!.Value, path, script), LockMode.ShareRowExclusive);
    }

    private static IEnumerable<LockClaim> AddConstraint(ConstraintForm constraint, TableSymbol table, SymbolTable symbols, IReadOnlyList<string>? path, int script)
    {
        switch (constraint.Kind)
        {
            case ConstraintKind.ForeignKey:
                yield return new LockClaim(table, LockMode.ShareRowExclusive, Scans: !constraint.NotValid);
                if (constraint.References is { } name && symbols.Get(name, path, script) is { } other && other != table)
                    yield return new LockClaim(other, LockMode.ShareRowExclusive, Scans: !constraint.NotValid);
                break;
            case ConstraintKind.Check or ConstraintKind.NotNull:
                yield return new LockClaim(table, LockMode.AccessExclusive, Scans: !constraint.NotValid);
                break;
            case ConstraintKind.Exclude:
                yield return new LockClaim(table, LockMode.AccessExclusive, Scans: true, BuildsIndex: true);
                break;
            default:
                var builds = constraint.UsingIndex is null;
                yield return new LockClaim(table, LockMode.AccessExclusive, Scans: builds || NotNullProof.Missing(constraint, table).Count > 0, BuildsIndex: builds);
                break;
        }
    }

    private static IEnumerable<LockClaim> Partition(AlterAction action, TableSymbol parent, TableSymbol partition, int? version)
    {
        if (action.Kind == AlterActionKind.AttachPartition)
        {
            yield return new LockClaim(parent, LockMode.ShareUpdateExclusive);
            yield return new LockClaim(partition, LockMode.AccessExclusive, Scans: true);
        }
        else
        {
            yield return new LockClaim(parent, action.Concurrently ? LockMode.ShareUpdateExclusive : LockMode.AccessExclusive);
            // Version 13 is content with less on the partition.
            yield return new LockClaim(partition, version < 140000 ? LockMode.ShareUpdateExclusive : LockMode.AccessExclusive);
        }
    }
}
