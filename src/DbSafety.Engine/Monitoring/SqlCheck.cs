namespace DbSafety.Engine.Monitoring;

/// <summary>A query whose result says whether the application can work. It runs in a read-only transaction.</summary>
/// <param name="Sql">The query.</param>
/// <param name="Expect">The text of the single value that it must give; null when every row must hold a single true.</param>
public sealed record SqlCheck(string Name, string Sql, string? Expect, TimeSpan Timeout, int Attempts) : AppCheck(Name, Timeout, Attempts)
{
    public override string Kind => "sql";
}
