namespace DbSafety.Engine.Monitoring.Health;

/// <summary>One query for figures: rows of name, value and detail.</summary>
/// <param name="What">What it is about, for a person.</param>
/// <param name="Sql">The query.</param>
/// <param name="Right">What lets a role see it where it does not.</param>
internal sealed record FigureSource(string What, string Sql, string Right);
