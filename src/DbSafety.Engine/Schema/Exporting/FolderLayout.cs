using DbSafety.Engine.Schema.Differences;

namespace DbSafety.Engine.Schema.Exporting;

/// <summary>Which file of a folder an object stands in.</summary>
internal static class FolderLayout
{
    public const string SchemasFolder = "schemas";
    public const string DatabaseFolder = "database";

    /// <summary>The file's path from the folder, with forward slashes.</summary>
    /// <param name="name">The object's own name, or that of the table that it lives on.</param>
    public static string PathOf(SchemaObjectKind kind, string? schema, string name) => (kind, schema) switch
    {
        (SchemaObjectKind.Schema, _) => $"{SchemasFolder}/{SafeFileName.Of(name)}/schema.sql",
        (_, null) => $"{DatabaseFolder}/{Folder(kind)}/{SafeFileName.Of(name)}.sql",
        _ => $"{SchemasFolder}/{SafeFileName.Of(schema)}/{Folder(kind)}/{SafeFileName.Of(name)}.sql",
    };

    private static string Folder(SchemaObjectKind kind) => kind switch
    {
        SchemaObjectKind.Function or SchemaObjectKind.Procedure or SchemaObjectKind.Aggregate => "functions",
        SchemaObjectKind.Type or SchemaObjectKind.Domain => "types",
        SchemaObjectKind.OperatorClass => "operator_classes",
        SchemaObjectKind.OperatorFamily => "operator_families",
        SchemaObjectKind.TextSearchDictionary => "text_search_dictionaries",
        SchemaObjectKind.Policy => "policies",
        SchemaObjectKind.Index => "indexes",
        SchemaObjectKind.Statistics => "statistics",
        SchemaObjectKind.DefaultPrivileges => "default_privileges",
        SchemaObjectKind.SystemPrivileges => "privileges",
        _ => KindWords.Of(kind).Replace(' ', '_') + "s",
    };
}
