namespace DbSafety.Core.Results.Rehearsals;

/// <summary>An object that is not after a rollback what it was before the migration.</summary>
/// <param name="Object">Kind and quoted name, such as <c>index farm.orders_pkey</c>.</param>
/// <param name="Change"><c>left</c>: the rollback leaves it behind; <c>lost</c>: it is not given back; <c>changed</c>: it is another.</param>
/// <param name="Detail">What differs, line by line: <c>- before</c>, <c>+ after</c>.</param>
public sealed record SchemaDifference(string Object, string Change, IReadOnlyList<string> Detail);
