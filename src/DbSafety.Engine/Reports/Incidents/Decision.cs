namespace DbSafety.Engine.Reports.Incidents;

/// <summary>Something that a person decided.</summary>
internal sealed record Decision(DateTimeOffset Time, string Step, string Text, string By, bool IsFollowUp);
