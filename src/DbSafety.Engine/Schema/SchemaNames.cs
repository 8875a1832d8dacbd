using DbSafety.Core.Errors;

namespace DbSafety.Engine.Schema;

/// <summary>Checks names of schemas that a person gave.</summary>
internal static class SchemaNames
{
    /// <exception cref="DbSafetyException"><c>SchemaNotFound</c>.</exception>
    public static void Check(DatabaseSchema schema, IReadOnlyCollection<string> names, string database)
    {
        var missing = names.Except(schema.Objects.Where(item => item.Kind == SchemaObjectKind.Schema).Select(item => item.Name)).ToList();
        if (missing.Count > 0)
        {
            throw new DbSafetyException("SchemaNotFound", ErrorKind.NotFound, $"{database} has no schema {string.Join(" and no schema ", missing)}.")
            {
                State = "Nothing was changed.",
                NextStep = $"Name one of these: {string.Join(", ", schema.Objects.Where(item => item.Kind == SchemaObjectKind.Schema).Select(item => item.Name).Order(StringComparer.Ordinal))}",
            };
        }
    }
}
