namespace DbSafety.Engine.Schema.Model;

/// <summary>Whether a column is computed from others; such a column is never loaded.</summary>
public enum GeneratedKind
{
    None,
    Stored,

    /// <summary>PostgreSQL 18 and later.</summary>
    Virtual,
}
