using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Backups.Restoring.Swapping;

/// <summary>Reads from a manifest what a table consists of that has a name in a schema of its own.</summary>
internal static class ManifestRelations
{
    /// <summary>The table and its partitions, parents first.</summary>
    public static IReadOnlyList<TableName> Tables(ManifestTable table) => Of(table, SchemaObjectKind.Table);

    /// <summary>Its extended statistics, which do not move with it.</summary>
    public static IReadOnlyList<TableName> Statistics(ManifestTable table) => Of(table, SchemaObjectKind.Statistics);

    /// <summary>Its sequences, which move with it.</summary>
    public static IReadOnlyList<TableName> Sequences(ManifestTable table) => Of(table, SchemaObjectKind.Sequence);

    /// <summary>All names that its statements may hold and that mean a part of it.</summary>
    public static IEnumerable<TableName> All(ManifestTable table) =>
    [
        .. Tables(table), .. Statistics(table), .. Sequences(table), .. Of(table, SchemaObjectKind.Index),
        // The index behind a constraint has its name.
        .. table.Structure.Where(item => !item.IsPart && item.Kind == nameof(SchemaObjectKind.Constraint)).Select(item => new TableName(NameAtEnd(item.Key).Schema, ConstraintName(item.Key))),
    ];

    /// <summary>The name of <c>constraint name ON schema.table</c>.</summary>
    public static string ConstraintName(string key) => TokenText.Name(Tokens(key)[1], key);

    /// <summary>The qualified name that a key ends with: <c>index farm.products_name</c>.</summary>
    public static TableName NameAtEnd(string key)
    {
        var tokens = Tokens(key);
        return new TableName(TokenText.Name(tokens[^3], key), TokenText.Name(tokens[^1], key));
    }

    internal static List<Token> Tokens(string text)
    {
        var tokens = new List<Token>();
        var tokenizer = new Tokenizer(text, path: null);
        while (tokenizer.TryRead(out var token))
            tokens.Add(token);
        return tokens;
    }

    private static IReadOnlyList<TableName> Of(ManifestTable table, SchemaObjectKind kind) =>
        [.. table.Structure.Where(item => !item.IsPart && item.Kind == kind.ToString()).Select(item => NameAtEnd(item.Key))];
}
