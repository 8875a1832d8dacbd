using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Schema.Model;

/// <summary>Names another table.</summary>
public sealed record TableReference(uint Oid, string Schema, string Name)
{
    /// <summary>Schema and name, quoted where they need it.</summary>
    public string QualifiedName => Identifier.Quote(Schema, Name);
}
