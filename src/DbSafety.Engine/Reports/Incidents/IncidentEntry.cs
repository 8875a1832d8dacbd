namespace DbSafety.Engine.Reports.Incidents;

/// <summary>A line of the timeline.</summary>
internal sealed record IncidentEntry(DateTimeOffset Time, string Step, string What);
