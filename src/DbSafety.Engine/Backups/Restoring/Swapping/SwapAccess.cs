using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring.Swapping;

/// <summary>
/// Who may do what, and what reacts to it, stays as it is now and not as it was when the backup was taken: owner, privileges, row
/// security with its policies, triggers with their states, and how far the sequences have come. A restore must not give back a right
/// that was taken away since. Triggers that only the backup has come back with it.
/// </summary>
internal sealed class SwapAccess(NpgsqlConnection connection, RestorePlan plan, DatabaseSchema before, DatabaseSchema after)
{
    private readonly IReadOnlyList<SchemaObject> _before = Own(before, plan);
    private readonly IReadOnlyList<SchemaObject> _after = Own(after, plan);

    /// <summary>Takes away what roles other than the owner may do.</summary>
    public static async Task StripAsync(NpgsqlConnection connection, TableName name, CancellationToken cancellationToken)
    {
        var relation = Identifier.Literal(name.ToString());
        var roles = await SqlText.TextsAsync(connection, Grantees(name), cancellationToken);
        var kind = await SqlText.ScalarAsync<string>(connection, $"SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END FROM pg_catalog.pg_class WHERE oid = {relation}::pg_catalog.regclass", cancellationToken);
        if (roles.Count > 0)
            await SqlText.RunStatementAsync(connection, $"REVOKE ALL ON {kind} {name} FROM {string.Join(", ", roles)}", cancellationToken);
    }

    /// <summary>Runs what needs a role, a right or a column; where that is missing, it is told.</summary>
    public static async Task TolerantAsync(NpgsqlConnection connection, string statement, List<string> detail, CancellationToken cancellationToken)
    {
        await SqlText.RunStatementAsync(connection, "SAVEPOINT ownership", cancellationToken);
        try
        {
            await SqlText.RunStatementAsync(connection, statement, cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedObject or PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedColumn)
        {
            await SqlText.RunStatementAsync(connection, "ROLLBACK TO SAVEPOINT ownership", cancellationToken);
            detail.Add($"Not done: {statement} ({error.MessageText}).");
        }
    }

    /// <summary>Makes it so. True where anything had to be changed.</summary>
    public async Task<bool> KeepAsync(CancellationToken cancellationToken)
    {
        var changes = new List<(string Statement, string? Told)>();
        foreach (var table in Tables(before))
            RowSecurity(table, changes);
        foreach (var item in _after.Where(IsAccess).Where(item => Other(_before, item) is var was && (was is null ? item.Kind == SchemaObjectKind.Policy : was.Fingerprint != item.Fingerprint)))
            changes.Add(($"DROP {item.Identity}", Other(_before, item) is null ? $"Left out, since the live table does not have it: {item.Identity}." : null));
        foreach (var item in _before.Where(IsAccess).Where(item => Other(_after, item)?.Fingerprint != item.Fingerprint))
            changes.AddRange(item.Statements.Select((statement, index) => (statement, index == 0 ? $"Kept as the live table has it: {item.Identity}." : null)));
        foreach (var (statement, told) in changes)
            await RunAsync(statement, told, cancellationToken);
        plan.Detail.AddRange(_after.Where(item => item.Kind == SchemaObjectKind.Trigger && Other(_before, item) is null).Select(item => $"Came back with the backup: {item.Identity}."));
        return await OwnershipAsync(cancellationToken) | changes.Count > 0;
    }

    /// <summary>Brings the sequences to where the live ones are; never back.</summary>
    public async Task ForwardAsync(string attic, CancellationToken cancellationToken)
    {
        foreach (var sequence in Tables(before).SelectMany(table => table.OwnedSequences).Where(sequence => Tables(after).Any(table => table.OwnedSequences.Any(other => other.QualifiedName == sequence.QualifiedName))))
        {
            await SqlText.RunStatementAsync(connection, Forward(sequence.QualifiedName, $"{attic}.{Identifier.Quote(sequence.Name)}"), cancellationToken);
        }
    }

    /// <summary>The statement that brings a sequence to where another one is; never back.</summary>
    public static string Forward(string now, string then) => $"""
        SELECT pg_catalog.setval({Identifier.Literal(now)}, was.last_value, was.is_called)
        FROM {then} was, {now} made, pg_catalog.pg_sequence s
        WHERE s.seqrelid = {Identifier.Literal(now)}::pg_catalog.regclass
          AND CASE WHEN s.seqincrement > 0 THEN was.last_value > made.last_value ELSE was.last_value < made.last_value END
          AND was.last_value BETWEEN s.seqmin AND s.seqmax
        """;

    /// <summary>The query for the roles other than the owner that may do something, each as SQL writes it.</summary>
    public static string Grantees(TableName name) => $"""
        SELECT DISTINCT CASE item.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(item.grantee)) END
        FROM pg_catalog.pg_class c
        CROSS JOIN LATERAL (
          SELECT x.grantee FROM pg_catalog.aclexplode(c.relacl) x
          UNION SELECT x.grantee FROM pg_catalog.pg_attribute a CROSS JOIN LATERAL pg_catalog.aclexplode(a.attacl) x WHERE a.attrelid = c.oid) item
        WHERE c.oid = {Identifier.Literal(name.ToString())}::pg_catalog.regclass AND item.grantee <> c.relowner
        """;

    /// <summary>What stays as the live table has it: who may do what, and what reacts to it.</summary>
    public static bool IsAccess(SchemaObject item) => item is { PartOf: null, Kind: SchemaObjectKind.Trigger or SchemaObjectKind.Policy };

    /// <exception cref="DbSafetyException"><c>RestoreNotVerified</c>: something is not as it was.</exception>
    public void RequireKept()
    {
        var wrong = _before.Where(item => (IsAccess(item) && Other(_after, item)?.Fingerprint != item.Fingerprint)
                || (item.PartOf is null && Other(_after, item) is { } now && item.OwnerStatements.Except(now.OwnerStatements).Any()))
            .Select(item => item.Identity)
            .Concat(_after.Where(item => item.Kind == SchemaObjectKind.Policy && item.PartOf is null && Other(_before, item) is null).Select(item => item.Identity))
            .Concat(Tables(before).Where(table => Tables(after).FirstOrDefault(other => other.Name == table.Name) is { } now
                && (now.RowSecurity, now.ForceRowSecurity) != (table.RowSecurity, table.ForceRowSecurity)).Select(table => "row security of " + table.QualifiedName))
            .Concat(_after.Where(item => item.PartOf is null && Other(_before, item) is { } was && item.GrantStatements.Except(was.GrantStatements).Any()).Select(item => "privileges of " + item.Identity))
            .ToList();
        if (wrong.Count == 0)
            return;
        throw new DbSafetyException("RestoreNotVerified", ErrorKind.BackupInvalid, $"After the swap these were not as the live table had them: {string.Join(", ", wrong)}.")
        {
            State = "The transaction was rolled back: the live tables are as they were.",
            NextStep = "Merge by key with --mode Merge, which does not touch them.",
            Detail = wrong,
        };
    }

    private static IReadOnlyList<SchemaObject> Own(DatabaseSchema schema, RestorePlan plan) =>
        schema.FindTable(plan.Table.Schema, plan.Table.Name) is { } table ? new TableScript(schema, table, new HashSet<TableName>()).Own : [];

    private static SchemaObject? Other(IReadOnlyList<SchemaObject> others, SchemaObject item) => others.FirstOrDefault(other => other.Identity == item.Identity);

    private IReadOnlyList<TableModel> Tables(DatabaseSchema schema) =>
        schema.FindTable(plan.Table.Schema, plan.Table.Name) is { } table ? [.. SwapCheck.Parts(table, schema)] : [];

    private void RowSecurity(TableModel table, List<(string, string?)> changes)
    {
        if (Tables(after).FirstOrDefault(other => other.QualifiedName == table.QualifiedName) is not { } now)
            return;
        if (now.RowSecurity != table.RowSecurity)
            changes.Add(($"ALTER TABLE {table.QualifiedName} {(table.RowSecurity ? "ENABLE" : "DISABLE")} ROW LEVEL SECURITY", $"Row security of {table.QualifiedName} stays {(table.RowSecurity ? "on" : "off")}, as it is now."));
        if (now.ForceRowSecurity != table.ForceRowSecurity)
            changes.Add(($"ALTER TABLE ONLY {table.QualifiedName} {(table.ForceRowSecurity ? "FORCE" : "NO FORCE")} ROW LEVEL SECURITY", null));
    }

    private async Task<bool> OwnershipAsync(CancellationToken cancellationToken)
    {
        var different = _before.Where(item => item.PartOf is null && Other(_after, item) is { } now && !item.OwnershipStatements.SequenceEqual(now.OwnershipStatements)).ToList();
        foreach (var item in different)
        {
            if (item.Kind is SchemaObjectKind.Table or SchemaObjectKind.Sequence)
                await StripAsync(connection, new TableName(item.Schema!, item.Name), cancellationToken);
            foreach (var statement in item.OwnershipStatements)
                await TolerantAsync(connection, statement, plan.Detail, cancellationToken);
            plan.Detail.Add($"Owner and privileges stay as they are now: {item.Identity}.");
        }

        return different.Count > 0;
    }

    private async Task RunAsync(string statement, string? told, CancellationToken cancellationToken)
    {
        try
        {
            await SqlText.RunStatementAsync(connection, statement, cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.DatatypeMismatch)
        {
            throw new DbSafetyException("RestoreDependentDoesNotFit", ErrorKind.Refused, $"What the live table has cannot be kept on the table of the backup: {statement}: {error.MessageText}", error)
            {
                State = "The transaction was rolled back: the live tables are as they were.",
                NextStep = "Drop or change that trigger or policy first, or merge by key with --mode Merge.",
                SqlState = error.SqlState,
            };
        }

        if (told is not null)
            plan.Detail.Add(told);
    }
}
