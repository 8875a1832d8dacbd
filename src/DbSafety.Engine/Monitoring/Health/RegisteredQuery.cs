namespace DbSafety.Engine.Monitoring.Health;

/// <summary>A query of <c>dbsafety.yaml</c> whose plan is watched.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sql">The query.</param>
/// <param name="Analyze">It is also run, in a transaction that only reads, so that its time and blocks are known.</param>
public sealed record RegisteredQuery(string Name, string Sql, bool Analyze);
