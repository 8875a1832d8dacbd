namespace DbSafety.Engine.Schema;

/// <summary>What the reader leaves out.</summary>
public sealed record SchemaReadOptions
{
    /// <summary>Leave out our own schemas: <c>dbsafety</c> (the journal) and <c>dbsafety_restore_…</c> (side schemas).</summary>
    public bool ExcludeOwnSchemas { get; init; } = true;

    internal static SchemaReadOptions Default { get; } = new();
}
