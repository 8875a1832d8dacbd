using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Conditions;

/// <summary>Something that is true or false when a step comes to it.</summary>
public abstract record Condition
{
    /// <summary>Whether it holds.</summary>
    public abstract bool Holds(RunScope scope);

    /// <summary>The references in it.</summary>
    public abstract IEnumerable<ReferencePath> References { get; }

    /// <summary>As it was written.</summary>
    public string Text { get; init; } = "";
}
