using DbSafety.Core.Results;

namespace DbSafety.Engine.Backups;

/// <summary>What to back up, where to and how. Where neither tables nor patterns nor schemas are named, it is every table of the database.</summary>
public sealed record BackupRequest
{
    /// <summary>Tables by their exact names.</summary>
    public IReadOnlyList<TableName> Tables { get; init; } = [];

    /// <summary>Tables as people write them: <c>products</c>, <c>inventory.lots</c>, <c>inv*.lot?</c>, <c>"Odd Name"</c>.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = [];

    /// <summary>Schemas whose tables are all backed up, with the structure of their other objects.</summary>
    public IReadOnlyList<string> Schemas { get; init; } = [];

    /// <summary>The folder of the files; it is made where it does not exist.</summary>
    public required string Folder { get; init; }

    /// <summary>The target's name, for the manifest.</summary>
    public string? Target { get; init; }

    /// <summary>The form of the data.</summary>
    public BackupDataFormat DataFormat { get; init; }

    /// <summary>Structure without data.</summary>
    public bool SchemaOnly { get; init; }

    /// <summary>Data without structure.</summary>
    public bool DataOnly { get; init; }

    /// <summary>How many tables are read at once, each over its own session.</summary>
    public int Jobs { get; init; } = 2;

    /// <summary>The gzip level, 1 to 9.</summary>
    public int CompressionLevel { get; init; } = 2;

    /// <summary>How long to wait for the ACCESS SHARE locks before the backup gives up.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>True when the whole database is meant.</summary>
    public bool IsWholeDatabase => Tables.Count == 0 && Patterns.Count == 0 && Schemas.Count == 0;
}
