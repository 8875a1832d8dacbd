using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Differences;

namespace DbSafety.Engine.Operations.Comparing;

/// <summary>What a database is compared with.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Entries">Its objects.</param>
internal sealed record SchemaReference(string Name, IReadOnlyList<SchemaEntry> Entries)
{
    /// <summary>The objects of the database that are compared with it, in the form that it has them.</summary>
    public Func<DatabaseSchema, IEnumerable<SchemaEntry>> Live { get; init; } = SchemaEntry.Of;

    /// <summary>It was written without owners and privileges, so they are not compared.</summary>
    public bool HasNoOwnership { get; init; }

    /// <summary>Only fingerprints of it were kept, which cover owners and privileges.</summary>
    public bool HasFingerprintsOnly { get; init; }

    /// <summary>The server's version number; null where it is not known.</summary>
    public int? ServerVersion { get; init; }
}
