using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Hazards.Locks;
using DbSafety.Engine.Hazards.Symbols;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Rules;

/// <summary>What statements of one transaction do to each other: LK26, LK29, LK30, LK31; and RB01 to RB03.</summary>
internal static class TransactionHazards
{
    public static void Check(StatementContext context)
    {
        Control(context);
        Repeatable(context);
        if (!context.Step.InTransaction || context.Before.Count == 0)
            return;
        Repeated(context);
        SeveralTables(context);
        if (Held(context) is { } held)
            UnderLock(context, held);
    }

    /// <summary>The strongest lock on an existing table that earlier statements of the transaction hold, with the statement that took it.</summary>
    private static (LockClaim Claim, StatementContext By)? Held(StatementContext context) => context.Before
        .SelectMany(earlier => earlier.LocksOfExisting.Where(claim => claim.Mode.BlocksWrites()).Select(claim => (Claim: claim, By: earlier)))
        .OrderByDescending(item => item.Claim.Mode).Select(item => ((LockClaim, StatementContext)?)item).FirstOrDefault();

    private static void UnderLock(StatementContext context, (LockClaim Claim, StatementContext By) held)
    {
        var (claim, by) = held;
        var what = $"The {claim.Mode.Words()} lock on {claim.Table}, which line {by.Statement.Line} took,";
        if (ChangesRows(context))
        {
            var target = context.Locks.FirstOrDefault(lockClaim => lockClaim.Mode == LockMode.RowExclusive)?.Table ?? claim.Table;
            if (context.Exists(target) && target.IsKnownEmpty)
                return;
            context.Report("LK31", context.Exists(target) ? target : claim.Table, $"{what} is held until all rows are written.", Batches(context, target));
            return;
        }

        if (context.Locks.Any(own => own.Table == claim.Table && own.Mode >= claim.Mode) || !IsLong(context) || context.Findings.Exists(finding => finding.Context == context && finding.Rule.Id == "LK12"))
            return;
        context.Report("LK26", claim.Table, $"{what} is held to the end of this statement too.", $"Put the statement of line {by.Statement.Line} into a migration after this one.");
    }

    private static bool ChangesRows(StatementContext context) => context.Form switch
    {
        DataChangeForm { Command: "UPDATE" or "DELETE" } => true,
        DataChangeForm => context.Facts.Affects.Any(item => item.Effect == StatementEffect.Referenced && item.IsTableLike),
        _ => context.Facts.Tag == "MERGE",
    };

    private static bool IsLong(StatementContext context) => context.LocksOfExisting.Any(own => own.Scans || own.Rewrites)
        || context.Facts.Tag is "CREATE TABLE AS" or "SELECT INTO" or "REFRESH MATERIALIZED VIEW" or "CREATE MATERIALIZED VIEW" or "DO" or "CALL"
        || (context.Facts.Tag is "SELECT" && context.Facts.Affects.Any(item => item.IsTableLike));

    private static string Batches(StatementContext context, TableSymbol target)
    {
        if (context.Form is not DataChangeForm { Command: "UPDATE", JoinsOthers: false } update)
            return "The same statement in a migration of its own, after the schema change; in batches where it is many rows.";
        var condition = update.Condition is { } where ? $"({where}) AND " : "";
        return $"-- in a migration of its own, again and again until it changes no row:\nUPDATE {target.Sql} SET {update.Assignments} WHERE {condition}ctid = ANY (ARRAY(SELECT ctid FROM {target.Sql}{(update.Condition is { } again ? $" WHERE {again}" : "")} LIMIT 10000));";
    }

    private static void Repeated(StatementContext context)
    {
        if (context.Form is not AlterTableForm || context.Locks.FirstOrDefault() is not { } claim || !(claim.Scans || claim.Rewrites) || !context.Exists(claim.Table))
            return;
        var earlier = context.Before.LastOrDefault(before => before.Form is AlterTableForm && before.Locks.Any(other => other.Table == claim.Table && (other.Scans || other.Rewrites)));
        if (earlier is not null)
        {
            context.Report("LK29", claim.Table, $"Line {earlier.Statement.Line} reads or writes all of {claim.Table}, and this statement does so again.",
                $"ALTER TABLE {claim.Table.Sql}\n    {string.Join(",\n    ", ((AlterTableForm)earlier.Form!).Actions.Concat(((AlterTableForm)context.Form).Actions).Select(action => action.Text))};");
        }
    }

    private static void SeveralTables(StatementContext context)
    {
        // A new table's foreign key locks the table that it points at for a moment only.
        static TableSymbol? Main(StatementContext statement) => statement.Form is CreateTableForm ? null : statement.LocksOfExisting.FirstOrDefault(claim => claim.Mode.BlocksWrites())?.Table;
        if (Main(context) is not { } table)
            return;
        var earlier = context.Before.Select(Main).OfType<TableSymbol>().Where(other => other != table).Distinct().ToList();
        // Told once: at the first statement that locks a second table.
        if (earlier.Count != 1 || context.Before.Any(before => Main(before) == table))
            return;
        context.Report("LK30", table, $"The transaction holds a strong lock on {earlier[0]} already, and now takes one on {table}.", $"Put what changes {table} into a migration of its own.");
    }

    private static void Control(StatementContext context)
    {
        if (!context.Facts.IsTransactionControl)
            return;
        var begins = context.Facts.Tag is "BEGIN" or "START TRANSACTION";
        var ended = context.Script.Statements.Any(statement => statement.Facts.Tag is "COMMIT" or "ROLLBACK" or "PREPARE TRANSACTION");
        if (begins && !ended)
            context.Report("RB02", (string?)null, "The transaction is begun and never committed: all of it is rolled back when the session ends.", "Leave BEGIN out: DbSafety makes the transaction.");
        else
            context.Report("RB03", (string?)null, $"{context.Facts.Tag} ends or nests the transaction that DbSafety makes, with its journal row in it.", "Leave it out; or write a BEGIN before and a COMMIT after each part: each is a transaction of its own.");
    }

    private static void Repeatable(StatementContext context)
    {
        if (context.Step.InTransaction)
            return;
        // A concurrent index is not meant: IF NOT EXISTS would pass over an invalid one (LK06).
        var (name, safer) = context.Form switch
        {
            DropForm { IfExists: false, Kind: not "DATABASE" } drop => (drop.Names.FirstOrDefault().Name, context.Statement.Text.Replace(drop.Concurrently ? "CONCURRENTLY" : drop.Kind, (drop.Concurrently ? "CONCURRENTLY" : drop.Kind) + " IF EXISTS", StringComparison.OrdinalIgnoreCase)),
            CreateTableForm { IfNotExists: false } table => (table.Name.Name, $"CREATE TABLE IF NOT EXISTS {Identifier.Quote(table.Name.Schema, table.Name.Name)} …"),
            AlterTableForm { Actions: [{ Kind: AlterActionKind.AddColumn, IfExists: false, Name: { } column }] } alter =>
                ($"{alter.Table.Name}.{column}", $"ALTER TABLE {Identifier.Quote(alter.Table.Schema, alter.Table.Name)} ADD COLUMN IF NOT EXISTS {Identifier.Quote(column)} …"),
            _ => (null, ""),
        };
        if (name is not null)
            context.Report("RB01", name, "Run again after a failure, it finds its own work and fails.", safer + ";");
    }
}
