namespace DbSafety.Engine.Runbooks.Model;

/// <summary>What a step does.</summary>
public abstract record StepAction
{
    /// <summary>In a few words.</summary>
    public abstract string Summary { get; }
}
