using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Differences;
using DbSafety.Engine.Schema.Exporting;
using Npgsql;

namespace DbSafety.Engine.Operations.Comparing;

/// <summary>Finds what the options say that a database is compared with.</summary>
internal static class References
{
    /// <param name="session">A session on the database that is compared, which may hold the journal.</param>
    public static async Task<SchemaReference> FindAsync(
        CompareDatabaseSchemaOptions options, ResolvedTarget target, NpgsqlConnection session, IOperationHost host, CancellationToken cancellationToken)
    {
        RefuseContradictions(options);
        if (options.Backup is { } backup)
            return BackupReference.Of(await new BackupStore(BackupFolders.Of(null, target.Project, host)).FindAsync(backup, host, cancellationToken));
        if (options.Path is { } path)
            return await FolderAsync(Path.GetFullPath(path, host.WorkingDirectory), options.Schema, cancellationToken);
        if (options.Reference is not null || options.ReferenceConnection is not null)
            return await DatabaseAsync(options, host, cancellationToken);
        return await JournalAsync(target, session, cancellationToken);
    }

    private static async Task<SchemaReference> FolderAsync(string path, IReadOnlyCollection<string> schemas, CancellationToken cancellationToken)
    {
        var (settings, entries) = await new SchemaFolder(path).ReadAsync(schemas, cancellationToken);
        return new SchemaReference(path, entries)
        {
            Live = schema => SchemaEntry.Of(schema).InSchemas(settings.Schemas).WithoutSecrets().Select(EntryText.AsWritten),
            HasNoOwnership = !settings.Ownership,
        };
    }

    private static async Task<SchemaReference> DatabaseAsync(CompareDatabaseSchemaOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var other = new ReferenceOptions { Project = options.Project, Target = options.Reference, Connection = options.ReferenceConnection };
        await using var target = await TargetResolver.ResolveAsync(other, host, cancellationToken);
        await using var session = await target.Sessions.OpenAsync("diff", cancellationToken);
        var schema = await SchemaReader.ReadAsync(session, cancellationToken);
        return new SchemaReference(target.Name, [.. SchemaEntry.Of(schema)]) { ServerVersion = schema.ServerVersion };
    }

    private static async Task<SchemaReference> JournalAsync(ResolvedTarget target, NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var kept = await KeptSchema.FindAsync(session, cancellationToken) ?? throw new DbSafetyException("SchemaNotKept", ErrorKind.NotFound,
            $"The journal of {target.Name} keeps no schema: no migration has ended there yet, or the role may not read dbsafety.schema_object.")
        {
            State = "Nothing was compared.",
            NextStep = "Name what to compare with: dbsafety diff TARGET, --backup ID or --path FOLDER",
        };
        return new SchemaReference($"run {kept.RunId} of {kept.RecordedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC", await KeptSchema.ReadAsync(session, cancellationToken))
        {
            Live = KeptSchema.Entries,
            ServerVersion = kept.ServerVersion,
        };
    }

    private static void RefuseContradictions(CompareDatabaseSchemaOptions options)
    {
        var given = new (string Name, bool Given)[]
        {
            ("a reference target", options.Reference is not null), ("--reference-connection", options.ReferenceConnection is not null), ("--backup", options.Backup is not null),
            ("--path", options.Path is not null), ("--journal", options.Journal),
        }.Where(item => item.Given).Select(item => item.Name).ToList();
        if (given.Count > 1)
        {
            throw new DbSafetyException("ReferenceAmbiguous", ErrorKind.InvalidArgument, $"{string.Join(" and ", given)} each name something to compare with; one of them is wanted.")
            {
                State = "Nothing was compared.",
                NextStep = $"Leave out all but one of {string.Join(", ", given)}.",
            };
        }
    }

    private sealed class ReferenceOptions : DatabaseOptions;
}
