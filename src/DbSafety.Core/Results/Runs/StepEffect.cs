namespace DbSafety.Core.Results.Runs;

/// <summary>What carrying out a step would do.</summary>
public enum StepEffect
{
    /// <summary>It cannot be told: a command from outside the module.</summary>
    Unknown,

    /// <summary>It only reads, or makes throw-away objects and files.</summary>
    OnlyReads,

    /// <summary>It changes something.</summary>
    Changes,

    /// <summary>A person takes part.</summary>
    Asks,
}
