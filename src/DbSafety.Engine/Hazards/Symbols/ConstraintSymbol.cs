using DbSafety.Engine.Sql.Forms;

namespace DbSafety.Engine.Hazards.Symbols;

/// <summary>A constraint as it is at one point of the chain.</summary>
internal sealed record ConstraintSymbol(string Name, ConstraintKind Kind, IReadOnlyList<string> Columns, bool Valid)
{
    /// <summary>The expression of a CHECK, as written.</summary>
    public string? Expression { get; init; }

    /// <summary>The table that a foreign key points at.</summary>
    public TableSymbol? References { get; init; }

    /// <summary>Where it was added: script and step; null for one that was there before.</summary>
    public (int Script, int Step)? AddedIn { get; init; }
}
