namespace DbSafety.Core.Results;

/// <summary>How much a hazard weighs.</summary>
public enum HazardSeverity
{
    /// <summary>The rule is not asked.</summary>
    Off,

    /// <summary>Good to know; changes nothing.</summary>
    Info,

    /// <summary>To be looked at before the migration is applied.</summary>
    Warning,

    /// <summary>The migration is refused, unless its author allows the hazard with a reason.</summary>
    Error,
}
