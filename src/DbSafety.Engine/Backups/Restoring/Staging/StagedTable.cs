using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Reading;
using DbSafety.Engine.Backups.Restoring.Swapping;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Lexing;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring.Staging;

/// <summary>A table that is made again beside its place, and what its file holds beside the table's own statements.</summary>
internal sealed class StagedTable
{
    private readonly IReadOnlyList<string> _flags;
    private IReadOnlyList<string> _made = [];

    private StagedTable(RestorePlan plan, IReadOnlyList<string> before, IReadOnlyList<string> flags)
    {
        Plan = plan;
        Before = before;
        _flags = flags;
        KeepsAutovacuumAway = IsPlain && !Table.Structure.SelectMany(item => item.Statements).Any(statement => statement.Contains("autovacuum_enabled", StringComparison.OrdinalIgnoreCase));
    }

    public RestorePlan Plan { get; }

    public ManifestTable Table => Plan.Table;

    /// <summary>What makes the things that the table needs, where they are absent.</summary>
    public IReadOnlyList<string> Before { get; }

    /// <summary>Whether it consists of one table only, whose rows lie in pages of its own.</summary>
    public bool IsPlain => Table.Kind == "table";

    /// <summary>
    /// Whether autovacuum leaves the table alone until it has its place: it would come as soon as the rows are in, and the statement that moves the
    /// table would wait <c>deadlock_timeout</c> before the server ends it. What the table says itself of autovacuum stays.
    /// </summary>
    public bool KeepsAutovacuumAway { get; }

    private IReadOnlyList<string> After { get; set; } = [];

    /// <summary>Reads the beginning of the table's file; null where the table cannot be made elsewhere first.</summary>
    public static async Task<StagedTable?> OpenAsync(BackupSet set, RestorePlan plan, CancellationToken cancellationToken)
    {
        if (!CanMove(plan.Table))
            return null;
        await using var file = await BackupFileReader.OpenAsync(set, plan.Table.File, cancellationToken);
        if (file.NextSection() != BackupFileForm.BeforeData)
            return null;
        var sql = await file.ReadSqlAsync(cancellationToken);
        if (Others(sql, plan.Table, afterData: false) is not { } before || file.NextSection() != BackupFileForm.Data)
            return null;
        // These statements are run before the rows are read.
        await FileCheck.RequireReadAsync(file, plan.Table.File, cancellationToken);
        return new StagedTable(plan, before, MadeFlags.In(sql));
    }

    /// <summary>Makes what the table needs, inside the caller's transaction, and keeps in mind what was really made.</summary>
    public async Task MakeNeededAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var statement in Before)
            await SqlText.RunStatementAsync(connection, statement, cancellationToken);
        _made = await MadeFlags.ReadAsync(connection, _flags, cancellationToken);
        await MadeFlags.SetAsync(connection, _made, made: false, cancellationToken);
    }

    /// <summary>Takes the SQL that stands after the rows.</summary>
    public void TakeAfter(string sql) => After = Others(sql, Table, afterData: true) ?? throw new InvalidDataException(
        $"The file {Table.File.Name} and the manifest do not tell the same statements of {Table.QualifiedName}.");

    /// <summary>Runs what its file has beside the table's own statements: values of sequences, owners, foreign keys that are missing yet, privileges.</summary>
    public async Task CompleteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await MadeFlags.SetAsync(connection, _made, made: true, cancellationToken);
        foreach (var statement in After)
            await SqlText.RunStatementAsync(connection, statement, cancellationToken);
        await MadeFlags.SetAsync(connection, _made, made: false, cancellationToken);
    }

    // A child of a table that stands in its place already would show its rows there before they are compared.
    private static bool CanMove(ManifestTable table)
    {
        var own = ManifestRelations.Tables(table).ToHashSet();
        return own.Count > 0 && !table.Structure.Any(item => item.Kind == nameof(SchemaObjectKind.ForeignTable))
            && !table.Structure.SelectMany(item => item.Statements).Any(statement => LeadsOut(statement, own));
    }

    private static bool LeadsOut(string statement, HashSet<TableName> own)
    {
        if (!statement.Contains("INHERIT", StringComparison.OrdinalIgnoreCase) && !statement.Contains("ATTACH", StringComparison.OrdinalIgnoreCase))
            return false;
        var tokens = ManifestRelations.Tokens(statement);
        if (tokens.Any(token => token.IsWord(statement, "inherits") || token.IsWord(statement, "inherit")))
            return true;
        if (tokens.Count < 6 || !tokens[1].IsWord(statement, "table") || !tokens.Any(token => token.IsWord(statement, "attach")))
            return false;
        var at = tokens[2].IsWord(statement, "only") ? 3 : 2;
        return !own.Contains(new TableName(TokenText.Name(tokens[at], statement), TokenText.Name(tokens[at + 2], statement)));
    }

    // Null where one of the table's own statements is not there as the manifest has it.
    private static IReadOnlyList<string>? Others(string sql, ManifestTable table, bool afterData)
    {
        var own = table.Structure.Where(item => item.AfterData == afterData).SelectMany(item => item.Statements).GroupBy(SqlText.Bare).ToDictionary(group => group.Key, group => group.Count());
        var keys = table.Structure.Where(item => item.Kind == nameof(SchemaObjectKind.ForeignKey)).SelectMany(item => item.Statements).Select(SqlText.Bare).ToHashSet();
        var others = new List<string>();
        foreach (var statement in SqlScript.Parse(sql).Statements)
        {
            if (own.TryGetValue(SqlText.Bare(statement.Text), out var left) && left > 0)
                own[SqlText.Bare(statement.Text)] = left - 1;
            else
                others.Add(statement.Text);
        }

        // Foreign keys stand in blocks of their own, made where both tables are there.
        return own.All(item => item.Value == 0 || keys.Contains(item.Key)) ? others : null;
    }
}
