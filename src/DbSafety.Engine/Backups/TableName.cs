using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Backups;

/// <summary>A table by its schema and name, both as the catalog holds them.</summary>
public readonly record struct TableName(string Schema, string Name)
{
    /// <summary>As SQL writes it: with its schema, quoted where it needs it.</summary>
    public override string ToString() => Identifier.Quote(Schema, Name);
}
