using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Forms;
using Npgsql;

namespace DbSafety.Engine.Migrations.Evidence;

/// <summary>What the catalog shows of an ALTER TABLE that ran by itself: a partition that was detached, a constraint that was checked.</summary>
internal sealed class TableEvidence(NpgsqlConnection session)
{
    // inhdetachpending came with PostgreSQL 14, as DETACH … CONCURRENTLY itself.
    private const string Inheritance = "SELECT {0} FROM pg_catalog.pg_inherits i WHERE i.inhparent = $1 AND i.inhrelid = $2";

    private const string Constraint = "SELECT c.convalidated FROM pg_catalog.pg_constraint c WHERE c.conrelid = $1 AND c.conname = $2";

    private readonly CatalogQuestion _catalog = new(session);

    /// <summary>Null for a form that is not known here.</summary>
    public async Task<StatementEvidence?> AlteredAsync(SqlStatement statement, AlterTableForm form, CancellationToken cancellationToken)
    {
        if (form.Actions is not [var action] || await _catalog.FindAsync(form.Table.Schema, form.Table.Name, statement.SearchPath, cancellationToken) is not { } table)
            return null;
        return action switch
        {
            { Kind: AlterActionKind.DetachPartition, Other: { } partition } => await DetachedAsync(statement, form, table, (partition.Schema, partition.Name), cancellationToken),
            { Kind: AlterActionKind.ValidateConstraint, Name: { } name } => await ValidatedAsync(table, name, cancellationToken),
            _ => null,
        };
    }

    private async Task<StatementEvidence> DetachedAsync(
        SqlStatement statement, AlterTableForm form, uint table, (string? Schema, string Name) partition, CancellationToken cancellationToken)
    {
        var name = Identifier.Quote(partition.Schema, partition.Name);
        if (await _catalog.FindAsync(partition.Schema, partition.Name, statement.SearchPath, cancellationToken) is not { } part)
            return StatementEvidence.Applied($"there is no {name} any more");
        var sql = Inheritance.Replace("{0}", session.PostgreSqlVersion.Major >= 14 ? "i.inhdetachpending" : "false", StringComparison.Ordinal);
        var pending = await _catalog.RowsAsync(sql, reader => reader.GetBoolean(0), cancellationToken, CatalogQuestion.Oid(table), CatalogQuestion.Oid(part));
        if (pending.Count == 0)
            return StatementEvidence.Applied($"{name} is no partition of it any more");
        return pending[0]
            ? StatementEvidence.Debris($"{name}, which is half detached: its rows are not seen through the parent any more, and it is still tied to it",
                $"ALTER TABLE {Identifier.Quote(form.Table.Schema, form.Table.Name)} DETACH PARTITION {name} FINALIZE")
            : StatementEvidence.NotApplied($"{name} is a partition of it");
    }

    private async Task<StatementEvidence?> ValidatedAsync(uint table, string constraint, CancellationToken cancellationToken) =>
        await _catalog.RowsAsync(Constraint, reader => reader.GetBoolean(0), cancellationToken, CatalogQuestion.Oid(table), CatalogQuestion.Text(constraint)) switch
        {
            [true] => StatementEvidence.Applied($"the constraint {constraint} is validated"),
            [false] => StatementEvidence.NotApplied($"the constraint {constraint} is there and not validated"),
            _ => null,
        };
}
