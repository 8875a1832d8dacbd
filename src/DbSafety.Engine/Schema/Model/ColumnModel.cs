namespace DbSafety.Engine.Schema.Model;

/// <summary>A column of a table.</summary>
/// <param name="Number">Its number in <c>pg_attribute</c>; dropped columns leave gaps.</param>
/// <param name="Name">Its name, not quoted.</param>
/// <param name="TypeName">Its type as SQL, schema-qualified where it is not PostgreSQL's own.</param>
/// <param name="NotNull">It cannot be null.</param>
/// <param name="Generated">Whether it is computed.</param>
/// <param name="Identity">Whether it is an identity column.</param>
/// <param name="Default">The default, or the expression of a generated column; null when there is none.</param>
/// <param name="Collation">Its collation as SQL where it is not the type's own.</param>
/// <param name="TypeOid">The type's OID in this database.</param>
public sealed record ColumnModel(
    short Number,
    string Name,
    string TypeName,
    bool NotNull,
    GeneratedKind Generated,
    IdentityKind Identity,
    string? Default,
    string? Collation,
    uint TypeOid)
{
    /// <summary>COPY and INSERT take a value for it.</summary>
    public bool IsLoaded => Generated == GeneratedKind.None;
}
