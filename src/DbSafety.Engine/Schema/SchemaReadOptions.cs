namespace DbSafety.Engine.Schema;

/// <summary>What the reader leaves out.</summary>
public sealed record SchemaReadOptions
{
    /// <summary>Leave out our own schemas: <c>dbsafety</c> (the journal) and <c>dbsafety_restore_…</c>, <c>dbsafety_aside_…</c> and <c>dbsafety_replaced_…</c> (what restores make).</summary>
    public bool ExcludeOwnSchemas { get; init; } = true;

    internal static SchemaReadOptions Default { get; } = new();
}
