namespace DbSafety.Core.Results;

/// <summary>One object in which two schemas differ.</summary>
/// <param name="Object">Kind and quoted name: <c>index farm.orders_pkey</c>.</param>
/// <param name="Change">Missing in the second schema, changed, or extra in it.</param>
/// <param name="Severity">What is at stake.</param>
/// <param name="Kind">The kind of object in words: <c>materialized view</c>.</param>
/// <param name="Table">The table that it lives on, quoted; null for a table itself and for what lives on none.</param>
/// <param name="Detail">What differs, one line each: those of the first schema begin with <c>- </c>, those of the second with <c>+ </c>.</param>
/// <param name="Expected">The definition in the first schema; null where it is not there or was not kept.</param>
/// <param name="Actual">The definition in the second schema; null where it is not there or was not kept.</param>
public sealed record SchemaDifference(
    string Object,
    SchemaChange Change,
    DifferenceSeverity Severity,
    string Kind,
    string? Table,
    IReadOnlyList<string> Detail,
    string? Expected,
    string? Actual)
{
    /// <summary>The object and what became of it, in one line: <c>Changed: table farm.orders</c>.</summary>
    public override string ToString() => $"{Change}: {Object}";
}
