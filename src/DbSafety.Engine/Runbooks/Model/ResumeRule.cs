namespace DbSafety.Engine.Runbooks.Model;

/// <summary>What is done about a step that was under way when the run was cut off.</summary>
public enum ResumeRule
{
    /// <summary>It is asked of the database whether the step came to its end; where that cannot be told, a person is asked.</summary>
    Check,

    /// <summary>A person says what became of it.</summary>
    Ask,

    /// <summary>It is run again: for what only reads, or does nothing the second time.</summary>
    Rerun,
}
