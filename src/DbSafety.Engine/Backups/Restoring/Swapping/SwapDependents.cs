using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring.Swapping;

/// <summary>
/// What depends on the live tables and would stay with them by its OID: views and what is on them, foreign keys of other tables,
/// functions, policies, publications. It is taken away one by one, never by CASCADE, and made again on the tables that take their place.
/// </summary>
internal sealed class SwapDependents
{
    private static readonly SchemaObjectKind[] Known =
    [
        SchemaObjectKind.View, SchemaObjectKind.MaterializedView, SchemaObjectKind.Function, SchemaObjectKind.Procedure, SchemaObjectKind.ForeignKey,
        SchemaObjectKind.Policy, SchemaObjectKind.Rule, SchemaObjectKind.Trigger, SchemaObjectKind.Index, SchemaObjectKind.Statistics, SchemaObjectKind.Publication,
    ];

    private readonly DatabaseSchema _schema;
    private readonly IReadOnlyList<SchemaObject> _items;

    private SwapDependents(DatabaseSchema schema, IReadOnlyList<SchemaObject> items)
    {
        _schema = schema;
        _items = items;
    }

    /// <summary>What is made again, for a person.</summary>
    public IReadOnlyList<string> Names => [.. Remade.Where(item => item.PartOf is null || item.Kind == SchemaObjectKind.Publication).Select(item => item.Identity)];

    /// <summary>The foreign keys of other tables.</summary>
    public IReadOnlyList<ForeignKeyModel> ForeignKeys =>
        [.. _schema.Tables.SelectMany(table => table.ForeignKeys).Where(key => _items.Any(item => item.Key == key.Key))];

    /// <summary>What takes them away, the last that was made first.</summary>
    public IEnumerable<string> Drops => _items.Reverse().Select(Drop).OfType<string>();

    /// <summary>What gives those that are made again their owners and privileges.</summary>
    public IEnumerable<string> Ownership => Remade.SelectMany(item => item.OwnershipStatements);

    private IEnumerable<SchemaObject> Remade => _items.Where(item => item.Kind != SchemaObjectKind.Publication || item.PartOf is not null);

    /// <exception cref="DbSafetyException"><c>RestoreSwapNotPossible</c>: something depends on a table that cannot be made again.</exception>
    public static SwapDependents Of(DatabaseSchema schema, IReadOnlyList<TableModel> tables, Func<string, DbSafetyException> refuse)
    {
        var own = tables.SelectMany(table => new TableScript(schema, table, new HashSet<TableName>()).Own).Select(item => item.Key).ToHashSet();
        var keys = tables.SelectMany(schema.Dependents).Select(item => item.Key).ToHashSet();
        var items = schema.Objects.Where(item => keys.Contains(item.Key) && !own.Contains(item.Key) && !(item.PartOf is { } whole && own.Contains(whole))).ToList();
        return items.FirstOrDefault(item => !Known.Contains(item.Kind)) is { } other
            ? throw refuse($"{other.Identity} depends on it, and would stay with the table that is taken away")
            : new SwapDependents(schema, items);
    }

    /// <summary>Takes them away, the last that was made first.</summary>
    public async Task DropAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var statement in Drops)
            await SqlText.RunStatementAsync(connection, statement, cancellationToken);
    }

    /// <summary>Makes them again. What does not fit the backup's table ends the whole restore.</summary>
    /// <param name="later">The foreign keys whose rows are checked after the swap.</param>
    public async Task MakeAsync(NpgsqlConnection connection, IReadOnlyList<ForeignKeyModel> later, CancellationToken cancellationToken)
    {
        foreach (var item in Remade)
        {
            try
            {
                foreach (var statement in Making(item, later))
                    await SqlText.RunStatementAsync(connection, statement, cancellationToken);
            }
            catch (PostgresException error) when (ServerSaid.No(error) && error.SqlState != PostgresErrorCodes.ForeignKeyViolation)
            {
                throw DoesNotFit(item, error);
            }
        }

        foreach (var statement in Ownership)
            await SqlText.RunStatementAsync(connection, statement, cancellationToken);
    }

    /// <summary>What makes them again.</summary>
    /// <param name="later">The foreign keys whose rows are checked after the swap.</param>
    public IEnumerable<string> Makes(IReadOnlyList<ForeignKeyModel> later) => Remade.SelectMany(item => Making(item, later));

    private static IEnumerable<string> Making(SchemaObject item, IReadOnlyList<ForeignKeyModel> later) =>
        item.Statements.Select((statement, index) => index == 0 && later.Any(key => key.Key == item.Key) ? statement + " NOT VALID" : statement);

    /// <summary>What is not as it was, by fingerprint.</summary>
    public IEnumerable<string> Differences(DatabaseSchema after, IReadOnlyList<ForeignKeyModel> later)
    {
        var made = after.Objects.Where(item => item.Fingerprint.Length > 0).ToDictionary(item => item.Identity, item => item.Fingerprint);
        return _items.Where(item => item.Fingerprint.Length > 0 && !later.Any(key => key.Key == item.Key) && made.GetValueOrDefault(item.Identity) != item.Fingerprint)
            .Select(item => $"{item.Identity} is not what it was.");
    }

    private string? Drop(SchemaObject item)
    {
        var owner = item.OwningTable is { } key ? _schema.Find(key) : null;
        return item switch
        {
            { Kind: SchemaObjectKind.Publication, PartOf: not null } => DropMember(item),
            { Kind: SchemaObjectKind.Publication } or { PartOf: not null } => null,
            { Kind: SchemaObjectKind.ForeignKey } => $"ALTER TABLE {Table(item)} DROP CONSTRAINT {Sql.Identifier.Quote(item.Name)}",
            // What is on a view falls with it.
            _ when owner is { Kind: SchemaObjectKind.View or SchemaObjectKind.MaterializedView } => null,
            _ => "DROP " + item.Identity,
        };
    }

    private string Table(SchemaObject item) => _schema.Find(item.OwningTable!.Value) is { } table ? Sql.Identifier.Quote(table.Schema, table.Name) : "";

    // ALTER PUBLICATION name ADD TABLE ONLY table (columns) WHERE (…): the table alone is what DROP wants.
    private string? DropMember(SchemaObject item)
    {
        var table = item.DependsOn.Select(_schema.Find).OfType<SchemaObject>().FirstOrDefault(needed => needed.Kind == SchemaObjectKind.Table);
        return table is null ? null : $"ALTER PUBLICATION {Sql.Identifier.Quote(item.Name)} DROP TABLE ONLY {Sql.Identifier.Quote(table.Schema, table.Name)}";
    }

    private static DbSafetyException DoesNotFit(SchemaObject item, PostgresException error) =>
        new("RestoreDependentDoesNotFit", ErrorKind.Refused, $"{item.Identity} cannot be made again on the table of the backup: {error.MessageText} ({error.SqlState})", error)
        {
            State = "The transaction was rolled back: the live tables are as they were.",
            NextStep = "Drop it or change it first, so that it needs only what the backup's table has; or merge by key with --mode Merge.",
            SqlState = error.SqlState,
            Detail = [.. item.Statements],
        };
}
