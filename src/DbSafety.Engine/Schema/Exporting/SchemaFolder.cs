using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Engine.Schema.Differences;

namespace DbSafety.Engine.Schema.Exporting;

/// <summary>A folder with one file per object.</summary>
public sealed class SchemaFolder(string folder)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The folder's full path.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>What has to be done so that the folder holds these objects.</summary>
    /// <exception cref="DbSafetyException"><c>SchemaFileForeign</c>: a file that an export did not write stands where one belongs.</exception>
    public async Task<FolderChange> PlanAsync(DatabaseSchema schema, IReadOnlyCollection<SchemaEntry> entries, FolderSettings settings, CancellationToken cancellationToken)
    {
        var files = SchemaFiles.Of(schema, entries);
        var written = new Dictionary<string, string>();
        var unchanged = 0;
        foreach (var (path, text) in files)
        {
            var there = await TryReadAsync(path, cancellationToken);
            if (there == text)
                unchanged++;
            else if (there is null || IsOurs(there))
                written.Add(path, text);
            else
                throw Foreign(path);
        }

        var removed = new List<string>();
        foreach (var path in Existing(settings.Schemas).Where(path => !files.ContainsKey(path)))
            if (IsOurs(await TryReadAsync(path, cancellationToken) ?? ""))
                removed.Add(path);
        return new FolderChange(written, removed, unchanged, settings);
    }

    /// <summary>Does it: each file is whole or as it was.</summary>
    public async Task ApplyAsync(FolderChange change, CancellationToken cancellationToken)
    {
        await WriteAsync(FolderSettings.FileName, change.Settings.ToString(), cancellationToken);
        foreach (var (path, text) in change.Written)
            await WriteAsync(path, text, cancellationToken);
        foreach (var path in change.Removed)
        {
            File.Delete(Full(path));
            RemoveEmpty(Path.GetDirectoryName(Full(path))!);
        }
    }

    /// <summary>The settings and the objects of the folder.</summary>
    /// <exception cref="DbSafetyException"><c>SchemaFolderNotFound</c>, <c>SchemaFolderInvalid</c>, or what is wrong in a file.</exception>
    public async Task<(FolderSettings Settings, IReadOnlyList<SchemaEntry> Entries)> ReadAsync(IReadOnlyCollection<string> schemas, CancellationToken cancellationToken)
    {
        var settings = await FolderSettings.ReadAsync(Folder, cancellationToken) ?? throw NotFound();
        var entries = new List<SchemaEntry>();
        var names = schemas.ToDictionary(SafeFileName.Of);
        foreach (var path in Existing(schemas))
        {
            var text = await TryReadAsync(path, cancellationToken) ?? "";
            var parts = path.Split('/');
            var schema = parts[0] == FolderLayout.SchemasFolder ? names.GetValueOrDefault(parts[1], parts[1]) : "";
            if (IsOurs(text) && (schemas.Count == 0 || schema.Length > 0))
                entries.AddRange(EntryText.Read(text, Full(path), schema));
        }

        return (settings, entries);
    }

    /// <summary>The SQL files that are there, of these schemas, or of the whole folder where none is named.</summary>
    private IEnumerable<string> Existing(IReadOnlyCollection<string> schemas)
    {
        string[] roots = schemas.Count == 0
            ? [FolderLayout.SchemasFolder, FolderLayout.DatabaseFolder]
            : [.. schemas.Select(schema => $"{FolderLayout.SchemasFolder}/{SafeFileName.Of(schema)}")];
        return roots.Where(root => Directory.Exists(Full(root)))
            .SelectMany(root => Directory.EnumerateFiles(Full(root), "*.sql", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
    }

    // Version control may have changed the line ends of the first line.
    private static bool IsOurs(string text) => text.StartsWith(EntryText.Mark, StringComparison.Ordinal);

    private string Full(string path) => Path.Combine(Folder, path);

    private async Task<string?> TryReadAsync(string path, CancellationToken cancellationToken) =>
        File.Exists(Full(path)) ? await File.ReadAllTextAsync(Full(path), Utf8, cancellationToken) : null;

    private Task WriteAsync(string path, string text, CancellationToken cancellationToken) => SchemaFile.WriteAsync(Full(path), text, cancellationToken);

    private void RemoveEmpty(string directory)
    {
        while (directory.Length > Folder.Length && !Directory.EnumerateFileSystemEntries(directory).Any())
        {
            Directory.Delete(directory);
            directory = Path.GetDirectoryName(directory)!;
        }
    }

    private DbSafetyException Foreign(string path) =>
        new("SchemaFileForeign", ErrorKind.AlreadyExists, $"{Full(path)} was not written by an export, and would be overwritten.")
        {
            State = "Nothing was written.",
            NextStep = "Move the file away, or export into another folder: dbsafety schema FOLDER",
        };

    private DbSafetyException NotFound() =>
        new("SchemaFolderNotFound", ErrorKind.NotFound, $"{Folder} is not a folder that an export wrote: it has no {FolderSettings.FileName}.")
        {
            State = "Nothing was changed.",
            NextStep = $"Write it with: dbsafety schema {Folder}",
        };
}
