namespace DbSafety.Engine.Schema;

/// <summary>What the reader leaves out.</summary>
public sealed record SchemaReadOptions
{
    /// <summary>Leave out our own schemas: <c>dbsafety</c> (the journal) and <c>dbsafety_restore_…</c>, <c>dbsafety_aside_…</c> and <c>dbsafety_replaced_…</c> (what restores make).</summary>
    public bool ExcludeOwnSchemas { get; init; } = true;

    /// <summary>
    /// The same session reads more than once: the server keeps the queries' plans, which take it longer to make than to run. Nobody may
    /// discard them on that session (DISCARD ALL, DEALLOCATE).
    /// </summary>
    public bool KeepsPlans { get; init; }

    /// <summary>The only ones to read, by OID, of the kinds of objects that there may be many of; null for all.</summary>
    internal IReadOnlyCollection<uint>? Only { get; init; }

    /// <summary>Leave the kinds out that there are few of, or mostly none, such as operators and text search dictionaries.</summary>
    internal bool LeavesRareOut { get; init; }

    internal static SchemaReadOptions Default { get; } = new();
}
