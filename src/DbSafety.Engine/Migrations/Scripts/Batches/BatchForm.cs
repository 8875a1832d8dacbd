using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Facts;

namespace DbSafety.Engine.Migrations.Scripts.Batches;

/// <summary>A statement that is run in batches: the same words each time, with another range of keys.</summary>
/// <param name="Table">The table whose rows are gone through.</param>
/// <param name="Name">What the statement calls it, as SQL writes it.</param>
/// <param name="Head">The statement up to its WHERE.</param>
/// <param name="Condition">What stood after WHERE; null where there was none.</param>
/// <param name="Tail">What stands after the condition.</param>
/// <param name="Option">How it is divided.</param>
internal sealed record BatchForm(QualifiedName Table, string Name, string Head, string? Condition, string Tail, BatchOption Option)
{
    public IReadOnlyList<string> Key => Option.Key;

    /// <summary>The statement for the keys after one and up to another; each value as text, with its type.</summary>
    public string Sql(IReadOnlyList<string>? after, IReadOnlyList<string> upTo, IReadOnlyList<string> types)
    {
        var range = $"{Columns()} <= {Values(upTo, types)}";
        if (after is not null)
            range = $"{Columns()} > {Values(after, types)} AND {range}";
        return Where(range);
    }

    /// <summary>The whole statement with one more condition.</summary>
    public string Where(string range) => $"{Head} WHERE {(Condition is null ? "" : $"({Condition}\n) AND ")}{range}{(Tail.Length == 0 ? "" : $" {Tail}")}";

    /// <summary>The key as a row, for a comparison.</summary>
    public static string Values(IReadOnlyList<string> values, IReadOnlyList<string> types) =>
        $"({string.Join(", ", values.Zip(types, (value, type) => $"{Identifier.Literal(value)}::{type}"))})";

    private string Columns() => $"({string.Join(", ", Key.Select(column => $"{Name}.{Identifier.Quote(column)}"))})";
}
