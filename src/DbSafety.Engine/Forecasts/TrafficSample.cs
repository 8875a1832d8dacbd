namespace DbSafety.Engine.Forecasts;

/// <summary>The live traffic, watched for a moment.</summary>
/// <param name="Tables">By the table's oid.</param>
/// <param name="Sessions">The sessions of applications that are connected to the database: no more can wait.</param>
internal sealed record TrafficSample(IReadOnlyDictionary<uint, TableTraffic> Tables, int Sessions);
