namespace DbSafety.Engine.Backups.Manifests;

/// <summary>What a backup set holds. Written last: a set without a manifest is not finished.</summary>
public sealed record BackupManifest
{
    /// <summary>The newest version of this form: 2 is a set that does not hold all rows, 1 is any other.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The version of this form.</summary>
    public int Format { get; init; } = 1;

    /// <summary>The moment in the file names, in UTC.</summary>
    public required string Id { get; init; }

    /// <summary>When the snapshot was taken.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>How long it took until the manifest.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The version of DbSafety that wrote it.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Where it came from.</summary>
    public required ManifestServer Server { get; init; }

    /// <summary>The exported snapshot that all tables were read in.</summary>
    public required string Snapshot { get; init; }

    /// <summary>The target's name, where there is a project.</summary>
    public string? Target { get; init; }

    /// <summary>What was asked for: <c>database</c>, <c>schemas</c> or <c>tables</c>.</summary>
    public required string Scope { get; init; }

    /// <summary><c>Copy</c> or <c>Insert</c>.</summary>
    public required string DataFormat { get; init; }

    /// <summary>The files hold structure.</summary>
    public bool HasStructure { get; init; } = true;

    /// <summary>The files hold data.</summary>
    public bool HasData { get; init; } = true;

    /// <summary>The tables, in the order in which their files restore best.</summary>
    public IReadOnlyList<ManifestTable> Tables { get; init; } = [];

    /// <summary>The file of the whole scope's structure, where a schema or the database was asked for.</summary>
    public ManifestFile? SchemaFile { get; init; }

    /// <summary>
    /// What the scope holds beside the tables, with fingerprints, where a schema or the database was asked for; null in a set of tables, and
    /// in one that an older version wrote.
    /// </summary>
    public IReadOnlyList<ManifestObject>? Objects { get; init; }

    /// <summary>What is not in it, and why.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>SHA-256 over the manifest's canonical JSON without this field.</summary>
    public string SelfHash { get; init; } = "";

    /// <summary>Some table does not hold all of its rows.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsFiltered => Tables.Any(table => table.Filter is not null);

    /// <summary>All files of the set but the manifest itself.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<ManifestFile> Files =>
        SchemaFile is null ? Tables.Select(table => table.File) : Tables.Select(table => table.File).Append(SchemaFile);
}
