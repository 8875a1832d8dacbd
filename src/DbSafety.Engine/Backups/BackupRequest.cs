using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Stores;

namespace DbSafety.Engine.Backups;

/// <summary>What to back up, where to and how. Nothing named is nothing: the whole database has to be asked for.</summary>
public sealed record BackupRequest
{
    /// <summary>Tables by their exact names.</summary>
    public IReadOnlyList<TableName> Tables { get; init; } = [];

    /// <summary>Tables as people write them: <c>products</c>, <c>inventory.lots</c>, <c>inv*.lot?</c>, <c>"Odd Name"</c>.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = [];

    /// <summary>Schemas whose tables are all backed up, with the structure of their other objects.</summary>
    public IReadOnlyList<string> Schemas { get; init; } = [];

    /// <summary>The place of the files; a folder is made where it does not exist.</summary>
    public required IFileStore Store { get; init; }

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

    /// <summary>Every table of the database, with the structure of all its other objects.</summary>
    public bool IsWholeDatabase { get; init; }

    /// <summary>A condition in SQL: only the rows for which it is true are backed up. Such a backup never stands in for the whole table.</summary>
    public string? Where { get; init; }
}
