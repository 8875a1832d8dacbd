namespace DbSafety.Engine.Projects.Layouts;

/// <summary>How often a migration is applied.</summary>
public enum RepeatableKind
{
    /// <summary>Once, in the order of the versions.</summary>
    Once,

    /// <summary>Again whenever its script has changed, after all versioned ones.</summary>
    OnChange,

    /// <summary>In every run, at its end.</summary>
    Always,
}
