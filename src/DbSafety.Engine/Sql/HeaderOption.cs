namespace DbSafety.Engine.Sql;

/// <summary>One <c>-- dbsafety: key value</c> line from the comments before a script's first statement.</summary>
/// <param name="Key">The first word, in lower case, such as <c>irreversible</c> or <c>no-transaction</c>.</param>
/// <param name="Value">The rest of the line, trimmed; empty where there is none.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record HeaderOption(string Key, string Value, int Line);
