namespace DbSafety.Core.Results.Rehearsals;

/// <summary>An object that a statement made, changed or dropped.</summary>
/// <param name="Object">Kind and quoted name, such as <c>table farm.orders</c>.</param>
/// <param name="Change"><c>created</c>, <c>changed</c> or <c>dropped</c>.</param>
/// <param name="Seen">True where the catalog showed it; false where only the statement's words tell.</param>
public sealed record ObjectTrace(string Object, string Change, bool Seen);
