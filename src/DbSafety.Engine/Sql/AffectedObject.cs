namespace DbSafety.Engine.Sql;

/// <summary>An object that a statement names, and what the statement does to it.</summary>
/// <param name="Schema">The schema as the catalog has it, or null where the statement does not name one.</param>
/// <param name="Name">The name as the catalog has it: folded to lower case unless quoted, cut at 63 bytes.</param>
public sealed record AffectedObject(string? Schema, string Name, AffectedKind Kind, StatementEffect Effect)
{
    /// <summary>True for what may have rows: a table, a materialized view, or a relation of a kind not told.</summary>
    public bool IsTableLike => Kind is AffectedKind.Table or AffectedKind.Relation or AffectedKind.View or AffectedKind.MaterializedView;

    /// <summary>True where the object or its rows may be different afterwards.</summary>
    public bool Changes => Effect is StatementEffect.Created or StatementEffect.Altered or StatementEffect.Dropped
        or StatementEffect.DataChanged or StatementEffect.Suspected;

    public override string ToString() => $"{Effect} {Kind} {Identifier.Quote(Schema, Name)}";
}
