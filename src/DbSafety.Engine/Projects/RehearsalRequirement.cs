namespace DbSafety.Engine.Projects;

/// <summary>What an environment asks of rehearsals before a migration is applied.</summary>
public enum RehearsalRequirement
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>A migration whose rehearsal is missing, or did not pass, is told of.</summary>
    Advised,

    /// <summary>Such a migration is refused.</summary>
    Required,
}
