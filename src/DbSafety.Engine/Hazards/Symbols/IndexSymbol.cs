namespace DbSafety.Engine.Hazards.Symbols;

/// <summary>An index as it is at one point of the chain.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its key columns; an expression is an empty text.</param>
/// <param name="Unique">It is unique.</param>
/// <param name="Script">The script that made it; -1 for one that was there before.</param>
internal sealed record IndexSymbol(string Name, IReadOnlyList<string> Columns, bool Unique, int Script)
{
    public bool Valid { get; init; } = true;

    public bool Partial { get; init; }

    public long? Bytes { get; init; }
}
