namespace DbSafety.Core.Results.Rehearsals;

/// <summary>The parts of a rehearsal, in their order.</summary>
public enum RehearsalPart
{
    /// <summary>The up script.</summary>
    Up,

    /// <summary>The verify script.</summary>
    Verify,

    /// <summary>The rollback script.</summary>
    Rollback,

    /// <summary>The up script once more, after the rollback.</summary>
    UpAgain,
}
