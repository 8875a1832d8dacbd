namespace DbSafety.Engine.Projects;

/// <summary>What becomes of a run that would have to wait for something on the server.</summary>
public enum PreflightMode
{
    /// <summary>It is refused behind what does not end by itself soon; what else it would wait for is named.</summary>
    Refuse,

    /// <summary>Everything is named, and nothing refused.</summary>
    Warn,

    /// <summary>Nobody looks.</summary>
    None,
}
