namespace DbSafety.Core.Results.Rehearsals;

/// <summary>What a rehearsal proved of a rollback.</summary>
public enum RehearsalVerdict
{
    /// <summary>Schema and data are given back: nothing is left, and nothing is lost.</summary>
    Exact,

    /// <summary>The schema is given back, data is not.</summary>
    Lossy,

    /// <summary>The schema is not given back.</summary>
    Differs,

    /// <summary>A script raised an error, or there is no rollback that could be run.</summary>
    Failed,

    /// <summary>The rollback script declares that nothing can take the migration back, with its reason.</summary>
    Irreversible,
}
