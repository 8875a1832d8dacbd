using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Model;

/// <summary>A sequence that belongs to a column of a table.</summary>
/// <param name="Column">The column's name, not quoted.</param>
/// <param name="IsIdentity">It serves an identity column; otherwise it is OWNED BY the column, as a serial's.</param>
public sealed record SequenceModel(ObjectKey Key, string Schema, string Name, string Column, bool IsIdentity)
{
    /// <summary>Schema and name, quoted where they need it.</summary>
    public string QualifiedName => Identifier.Quote(Schema, Name);
}
