using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Hazards.Catalogue;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Projects.Layouts;
using Npgsql;

namespace DbSafety.Engine.Operations;

/// <summary>Completes parameter values from the project, its folders and the target. What cannot be found gives no values, and no error.</summary>
internal static class Completions
{
    // Names as one would type them: without the schema where the search path finds the table.
    private const string Tables = """
        SELECT CASE WHEN pg_catalog.pg_table_is_visible(c.oid) THEN pg_catalog.quote_ident(c.relname)
                    ELSE pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) END
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p')
          AND NOT c.relispartition
          AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'dbsafety')
          AND n.nspname NOT LIKE 'pg\_t%'
        ORDER BY 1
        LIMIT 500
        """;

    public static async Task<IReadOnlyList<string>> FindAsync(
        string source, CommandOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        try
        {
            return source switch
            {
                "targets" => [.. ProjectFolder.Open(options.Project, host).Configuration.Targets.Select(target => target.Name)],
                "migrations" => [.. MigrationCatalog.Load(ProjectFolder.Open(options.Project, host)).Sources.Select(migration => migration.Id)],
                "runbooks" => Runbooks.RunbookProject.Store(options, host).Names,
                "runs" => [.. Runbooks.RunbookProject.Runs(options, PathIn(options), host).All.Select(run => run.RunId)],
                "backups" => await BackupIdsAsync(options, host, cancellationToken),
                "hazards" => HazardRules.Ids,
                "tables" when options is DatabaseOptions { Sandbox: false } database => await TablesAsync(database, host, cancellationToken),
                _ => [],
            };
        }
        catch (Exception error) when (error is DbSafetyException or OperationCanceledException or IOException or UnauthorizedAccessException
            || PostgresErrors.IsDriverError(error))
        {
            return [];
        }
    }

    private static async Task<IReadOnlyList<string>> TablesAsync(DatabaseOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await ConnectionNames.ResolveAsync(options, host, cancellationToken);
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        await using var session = await target.Sessions.OpenAsync("completion", cancellationToken);
        await using var command = new NpgsqlCommand(Tables, session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            names.Add(reader.GetString(0));
        return names;
    }

    private static async Task<IReadOnlyList<string>> BackupIdsAsync(CommandOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var path = PathIn(options);
        var project = path is not null ? null : options.Project is null ? ProjectFolder.OpenNearest(host) : ProjectFolder.Open(options.Project, host);
        var names = await new BackupStore(BackupFolders.Of(path, project, host)).ManifestsAsync(cancellationToken);
        return [.. names.Select(name => BackupFileNames.IdIn(name)!)];
    }

    // Every command that has a folder of backups or of runs calls it so.
    private static string? PathIn(CommandOptions options) =>
        CommandDefinition.Of(options.GetType()).Parameters.FirstOrDefault(parameter => parameter.Name == nameof(GetLogicalBackupOptions.Path))?.Property.GetValue(options) as string;
}
