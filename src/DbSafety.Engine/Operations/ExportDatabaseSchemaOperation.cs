using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Differences;
using DbSafety.Engine.Schema.Exporting;

namespace DbSafety.Engine.Operations;

/// <summary>Writes a schema as SQL, into one file or a folder.</summary>
internal sealed class ExportDatabaseSchemaOperation : IOperation<ExportDatabaseSchemaOptions>
{
    public async Task RunAsync(ExportDatabaseSchemaOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        var path = PathOf(options, target, host);
        DatabaseSchema schema;
        await using (var session = await target.Sessions.OpenAsync("schema", cancellationToken))
            schema = await SchemaReader.ReadAsync(session, cancellationToken);
        SchemaNames.Check(schema, options.Schema, target.Sessions.Database);
        var warnings = schema.Warnings.ToList();
        var entries = EntriesOf(schema, options, warnings);
        var result = new SchemaExport(path, target.Sessions.Database, entries.Count, [], [], 0, schema.Fingerprint, warnings);
        try
        {
            var done = SchemaFile.IsNamed(path)
                ? await WriteFileAsync(schema, result, options, target, host, cancellationToken)
                : await WriteFolderAsync(schema, entries, result, options, target, host, cancellationToken);
            if (done is null)
                return;
            foreach (var warning in warnings)
                host.Warning(warning);
            host.Write(done);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Map(error);
        }
    }

    private static List<SchemaEntry> EntriesOf(DatabaseSchema schema, ExportDatabaseSchemaOptions options, List<string> warnings)
    {
        var entries = SchemaEntry.Of(schema).InSchemas(options.Schema);
        if (options.NoOwnership)
            entries = entries.WithoutOwnership();
        return [.. entries.WithoutSecrets(entry => warnings.Add($"The password of {entry.Identity} is not written: set it after a restore."))];
    }

    private static async Task<SchemaExport?> WriteFileAsync(
        DatabaseSchema schema, SchemaExport result, ExportDatabaseSchemaOptions options, ResolvedTarget target, IOperationHost host, CancellationToken cancellationToken)
    {
        var objects = options.Schema.Length == 0 ? schema.Objects : schema.ObjectsInSchemas(options.Schema);
        await SchemaFile.RequireOwnAsync(result.Path, cancellationToken);
        if (!await host.ConfirmAsync(new Confirmation(target.Sessions.Description, $"Write the schema to {result.Path}", ChangeImpact.Low), cancellationToken))
            return null;
        var isWritten = await SchemaFile.WriteIfChangedAsync(result.Path, writer => SchemaFile.Write(objects, !options.NoOwnership, writer), cancellationToken);
        return result with { Written = isWritten ? [Path.GetFileName(result.Path)] : [], Unchanged = isWritten ? 0 : 1 };
    }

    private static async Task<SchemaExport?> WriteFolderAsync(
        DatabaseSchema schema, List<SchemaEntry> entries, SchemaExport result, ExportDatabaseSchemaOptions options, ResolvedTarget target, IOperationHost host,
        CancellationToken cancellationToken)
    {
        var folder = new SchemaFolder(result.Path);
        var settings = new FolderSettings(FolderSettings.CurrentFormat, !options.NoOwnership, [.. options.Schema.Order(StringComparer.Ordinal)]);
        var change = await folder.PlanAsync(schema, entries, settings, cancellationToken);
        IReadOnlyList<string> detail = [.. change.Written.Keys.Select(file => $"write {file}"), .. change.Removed.Select(file => $"remove {file}")];
        if (!await host.ConfirmAsync(new Confirmation(target.Sessions.Description,
                $"Write {change.Written.Count} and remove {change.Removed.Count} files of {folder.Folder}", ChangeImpact.Low, detail), cancellationToken))
            return null;
        await folder.ApplyAsync(change, cancellationToken);
        return result with { Written = [.. change.Written.Keys], Removed = change.Removed, Unchanged = change.Unchanged };
    }

    private static string PathOf(ExportDatabaseSchemaOptions options, ResolvedTarget target, IOperationHost host)
    {
        if (options.Path is { } path)
            return Path.GetFullPath(path, host.WorkingDirectory);
        return target.Project?.Resolve("schema") ?? throw new DbSafetyException("PathNeeded", ErrorKind.InvalidArgument, "There is no project, so it must be said where to write.")
        {
            State = "Nothing was written.",
            NextStep = "Name a file or a folder: dbsafety schema farm.sql",
        };
    }
}
