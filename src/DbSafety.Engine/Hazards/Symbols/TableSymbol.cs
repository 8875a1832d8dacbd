using DbSafety.Engine.Hazards.Catalog;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Hazards.Symbols;

/// <summary>A table as it is at one point of the chain of scripts.</summary>
internal sealed class TableSymbol(string? schema, string name, int script)
{
    public string? Schema { get; set; } = schema;

    public string Name { get; set; } = name;

    /// <summary>The script that made it; -1 for one that was there before.</summary>
    public int Script { get; } = script;

    /// <summary>What the target says of it; null without a target, and for a table that the chain makes.</summary>
    public TableFacts? Facts { get; init; }

    /// <summary>Nothing is known of it but its name.</summary>
    public bool IsAssumed { get; init; }

    /// <summary>All its columns are known.</summary>
    public bool KnowsColumns { get; init; }

    public bool IsPartitioned { get; init; }

    public bool IsTemporary { get; init; }

    public bool IsMaterializedView { get; init; }

    public bool IsForeign { get; init; }

    public Dictionary<string, ColumnSymbol> Columns { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ConstraintSymbol> Constraints { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, IndexSymbol> Indexes { get; } = new(StringComparer.Ordinal);

    /// <summary>Rows; 0 for one that is known to be empty, null where nobody knows.</summary>
    public long? Rows => Facts is { Bytes: 0 } ? 0 : Facts?.Rows;

    public bool IsKnownEmpty => Facts is { Bytes: 0 };

    /// <summary>As SQL writes it; the schema is left out where the scripts never say it.</summary>
    public string Sql => Identifier.Quote(Schema, Name);

    public override string ToString() => Schema is null ? Name : $"{Schema}.{Name}";
}
