using System.Text.Json;
using DbSafety.Core.Errors;

namespace DbSafety.Engine.Schema.Exporting;

/// <summary>What an exported folder holds; kept in the folder, so that the next export and a comparison treat it alike.</summary>
/// <param name="Format">The version of the folder's form.</param>
/// <param name="Ownership">It has owners and privileges.</param>
/// <param name="Schemas">The schemas that were asked for; empty for all.</param>
public sealed record FolderSettings(int Format, bool Ownership, IReadOnlyList<string> Schemas)
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "dbsafety-schema.json";

    /// <summary>The version of the form that is written now.</summary>
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public override string ToString() => JsonSerializer.Serialize(this, Json).ReplaceLineEndings("\n") + "\n";

    /// <summary>The settings of a folder; null where it is no exported folder.</summary>
    /// <exception cref="DbSafetyException"><c>SchemaFolderInvalid</c>: it was altered, or a newer version wrote it.</exception>
    public static async Task<FolderSettings?> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        FolderSettings? settings;
        try
        {
            settings = JsonSerializer.Deserialize<FolderSettings>(await File.ReadAllTextAsync(path, cancellationToken), Json);
        }
        catch (JsonException)
        {
            settings = null;
        }

        return settings is { Format: CurrentFormat, Schemas: not null } ? settings : throw new DbSafetyException("SchemaFolderInvalid", ErrorKind.InvalidArgument,
            settings is { Format: > CurrentFormat } ? $"{path} was written by a newer version of DbSafety." : $"{path} is not what an export writes.")
        {
            State = "Nothing was changed.",
            NextStep = "Take the file from version control again, or export into an empty folder: dbsafety schema FOLDER",
        };
    }
}
