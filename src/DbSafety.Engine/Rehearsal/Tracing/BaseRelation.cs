namespace DbSafety.Engine.Rehearsal.Tracing;

/// <summary>A relation that was on the shadow before the chain began.</summary>
internal sealed record BaseRelation(uint Oid, string Name, string Kind, string? Table)
{
    /// <summary>It has rows of its own.</summary>
    public bool HasRows => Kind is "table" or "materializedView";
}
