using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Reading;
using DbSafety.Engine.Backups.Restoring;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Operations.Scripting;

/// <summary>
/// The SQL of a restore: what it loads aside, and the one transaction that touches live tables. Where the restore would compare and give
/// up, the script asks the server and raises an error; the comparison of content digests is the tool's alone.
/// </summary>
internal sealed class RestoreSql(ResolvedTarget target, BackupSet set, RestoreRequest request, IOperationHost host)
{
    private readonly SqlOutput _output = new($"Restoring backup {set.Id}", target, host,
        "It is the SQL alone, for psql. By hand there is no confirmation, no retry, no content digest and no journal. The database is read now: what it holds later may need another script.");

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var tables = BackupTables.Choose(set, request.Tables);
        await FileCheck.RequireAsync(set, tables, cancellationToken);
        await using var connection = await target.Sessions.OpenAsync("script", cancellationToken);
        await CopySession.ApplyAsync(connection, request.LockTimeout, cancellationToken);
        await SqlText.RunStatementAsync(connection, "SET default_transaction_read_only = on", cancellationToken);
        var schema = await SchemaReader.ReadAsync(connection, cancellationToken);
        var scope = request.Mode is RestoreMode.Auto or RestoreMode.Recreate && tables.Count == set.Manifest.Tables.Count && schema.Tables.Count == 0 ? set.Manifest.SchemaFile : null;
        var planner = new RestorePlanner(set, request, schema);
        var plans = TableOrder.ReferencedFirst(tables).Select(planner.Plan).ToList();
        planner.CheckAll(plans);
        SideTables.Name(plans);

        // A failure must end the script: what comes after a load that failed would take all rows for surplus.
        _output.Space().AddText("\\set ON_ERROR_STOP on").Add("SET client_encoding = 'UTF8'").AddAll(CopySession.Settings(request.LockTimeout, connection.PostgreSqlVersion.Major));
        if (request.Mode == RestoreMode.Aside)
            await AsideAsync(plans, cancellationToken);
        else
            await LiveAsync(connection, schema, plans, planner, scope is not null, cancellationToken);
        if (scope is not null)
            await ScopeAsync(scope, cancellationToken);
        host.Write(_output.ToDocument());
    }

    private async Task AsideAsync(IReadOnlyList<RestorePlan> plans, CancellationToken cancellationToken)
    {
        var aside = Identifier.Quote($"dbsafety_aside_{set.Id}");
        _output.Space().Comment("To look at; no live table is touched").Add($"CREATE SCHEMA {aside}");
        foreach (var plan in plans)
            await LoadAsync(plan, aside, stays: true, cancellationToken);
    }

    private async Task LiveAsync(NpgsqlConnection connection, DatabaseSchema schema, IReadOnlyList<RestorePlan> plans, RestorePlanner planner, bool isWhole, CancellationToken cancellationToken)
    {
        var side = Identifier.Quote($"dbsafety_script_{set.Id}");
        var merges = new MergeRestoreSql(connection, schema, request, _output, [.. plans.Where(plan => plan.Mode is RestoreMode.Merge or RestoreMode.Replace)]);
        var swaps = new SwapSql(connection, schema, set, _output, [.. plans.Where(plan => plan.Mode == RestoreMode.Swap)]);
        if (merges.Any)
        {
            _output.Space().Comment("The rows of the backup, beside the live tables").Add($"CREATE SCHEMA {side}");
            foreach (var plan in merges.Plans)
            {
                await LoadAsync(plan, side, stays: false, cancellationToken);
                await merges.PlanAsync(plan, planner, cancellationToken);
            }
        }

        await swaps.BuildAsync((plan, token) => RowsAsync(plan, token), cancellationToken);
        _output.Space().Comment("The one transaction that touches live tables").Add("BEGIN");
        await merges.BeginAsync(cancellationToken);
        var made = plans.Where(plan => plan.Mode == RestoreMode.Recreate).ToList();
        foreach (var plan in made)
            await RecreateAsync(plan, cancellationToken);
        merges.UpdateAndInsert();
        Dependents(made, schema, isWhole);
        await merges.EndAsync(cancellationToken);
        await swaps.RunAsync(cancellationToken);
        _output.Add("COMMIT");

        swaps.CheckLater();
        _output.Space().Comment("Statistics, and what was beside").AddAll(plans.Where(plan => plan.Mode != RestoreMode.Swap).Select(plan => $"ANALYZE {plan.Table.QualifiedName}"));
        _output.AddAll(swaps.Sides.Concat(merges.Any ? [side] : []).Select(name => $"DROP SCHEMA {name} CASCADE"));
    }

    private async Task LoadAsync(RestorePlan plan, string side, bool stays, CancellationToken cancellationToken)
    {
        plan.SideTable = $"{side}.{Identifier.Quote(plan.SideName)}";
        _output.Space().Comment(plan.Table.QualifiedName).Add(SideSchema.Create(plan, stays));
        await RowsAsync(plan, cancellationToken);
        _output.Add($"ANALYZE {plan.SideTable}");
    }

    private async Task RowsAsync(RestorePlan plan, CancellationToken cancellationToken)
    {
        await new RestoreRows(set, _output, host).WriteAsync(plan.Table, plan.SideTable, cancellationToken);
        _output.AddText(Refusal.Unless($"(SELECT pg_catalog.count(*) FROM {plan.SideTable}) = {plan.Table.Rows}", $"{plan.SideTable} does not hold the {plan.Table.Rows} rows of the backup"));
    }

    // As the restore makes a table in its place: its file's own SQL, which makes only what is absent.
    private async Task RecreateAsync(RestorePlan plan, CancellationToken cancellationToken)
    {
        var file = await FileSql.ReadAsync(set, plan.Table.File, cancellationToken);
        _output.Space().Comment($"{plan.Table.QualifiedName} is gone, and is made again");
        foreach (var (section, sql) in file.Sections.Where(section => section.Name != BackupFileForm.End))
        {
            if (sql is null)
            {
                await new RestoreRows(set, _output, host).WriteAsync(plan.Table, plan.Table.QualifiedName, cancellationToken);
                continue;
            }

            if (section == BackupFileForm.BeforeData && MadeFlags.In(sql) is { Count: > 0 } flags)
                _output.Add(MadeFlags.Setting(flags, made: false));
            _output.AddText(sql);
        }
    }

    private void Dependents(IReadOnlyList<RestorePlan> made, DatabaseSchema schema, bool isWhole)
    {
        var present = schema.Objects.Select(item => item.Identity).Concat(made.SelectMany(plan => plan.Table.Objects).Select(item => item.Key)).ToHashSet();
        foreach (var dependent in made.SelectMany(plan => plan.Table.Dependents))
            if (TableDependents.IsMadeAgain(dependent, isWhole) && present.Add(dependent.Key))
                _output.Comment($"{dependent.Key} fell with the table").AddText(Again(dependent));
    }

    // The tables' own files may have made a foreign key between them already.
    private static string Again(ManifestDependent dependent) => dependent is { Kind: nameof(SchemaObjectKind.ForeignKey), Table: { } table }
        ? GuardedSql.Block($"""
            BEGIN
              IF NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid = pg_catalog.to_regclass({Identifier.Literal(table)}) AND conname = {Identifier.Literal(dependent.Name)}) THEN
            {string.Concat(dependent.Statements.Select(statement => $"    EXECUTE {Identifier.Literal(statement)};\n"))}  END IF;
            END
            """)
        : GuardedSql.Lines(dependent.Statements);

    private async Task ScopeAsync(ManifestFile file, CancellationToken cancellationToken)
    {
        if (await FileCheck.ProblemAsync(set, file, cancellationToken) is { } problem)
            throw FileCheck.Altered(set, [problem]);
        var sql = await FileSql.ReadAsync(set, file, cancellationToken);
        _output.Space().Comment("What the backup holds beside its tables").AddText(sql.Preamble);
        foreach (var (_, text) in sql.Sections)
            _output.AddText(text ?? "");
    }
}
