using System.Text.Json.Serialization;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Backups.Manifests;

/// <summary>One table of a set. A partitioned table is one table here: its file holds its partitions, its rows are those of all of them.</summary>
public sealed record ManifestTable
{
    /// <summary>Its schema.</summary>
    public required string Schema { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>table</c>, <c>partitioned</c> or <c>foreign</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its file.</summary>
    public required ManifestFile File { get; init; }

    /// <summary>The condition of a backup that does not hold all rows; null where it does.</summary>
    public string? Filter { get; init; }

    /// <summary>How many rows.</summary>
    public long Rows { get; init; }

    /// <summary>The content digest of the rows.</summary>
    public required string ContentDigest { get; init; }

    /// <summary>The fingerprint of the table's structure.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The columns in their order.</summary>
    public IReadOnlyList<ManifestColumn> Columns { get; init; } = [];

    /// <summary>The columns of the primary key, or else of a unique key without nulls; empty where there is none.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>The tables that it inherits from or that its foreign keys point to, as SQL writes them: they are restored first.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Its sequences with their values.</summary>
    public IReadOnlyList<ManifestSequence> Sequences { get; init; } = [];

    /// <summary>The parts of its structure with their fingerprints.</summary>
    public IReadOnlyList<ManifestObject> Objects { get; init; } = [];

    /// <summary>The statements of its structure, in order; empty in a set of an older version.</summary>
    public IReadOnlyList<ManifestStatements> Structure { get; init; } = [];

    /// <summary>What depends on it, in the order in which it can be made again.</summary>
    public IReadOnlyList<ManifestDependent> Dependents { get; init; } = [];

    /// <summary>What is not in its file, and why.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The name with its schema, quoted where SQL needs it.</summary>
    [JsonIgnore]
    public string QualifiedName => Identifier.Quote(Schema, Name);

    /// <summary>The name.</summary>
    [JsonIgnore]
    public TableName TableName => new(Schema, Name);

    /// <summary>The columns whose values are in the file.</summary>
    [JsonIgnore]
    public IEnumerable<ManifestColumn> DataColumns => Columns.Where(column => !column.Generated);
}
