namespace DbSafety.Engine.Schema;

/// <summary>What the reader leaves out.</summary>
public sealed record SchemaReadOptions
{
    /// <summary>Leave out our own schemas: <c>dbsafety</c> (the journal) and <c>dbsafety_…</c> (side schemas of restores).</summary>
    public bool ExcludeOwnSchemas { get; init; } = true;

    internal static SchemaReadOptions Default { get; } = new();
}
