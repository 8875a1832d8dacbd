namespace DbSafety.Engine.Monitoring;

/// <summary>One application check of <c>dbsafety.yaml</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Timeout">How long one attempt may take.</param>
/// <param name="Attempts">How often it is tried before it counts as failed.</param>
public abstract record AppCheck(string Name, TimeSpan Timeout, int Attempts)
{
    /// <summary><c>sql</c>, <c>http</c>, <c>tcp</c>, <c>command</c> or <c>prometheus</c>.</summary>
    public abstract string Kind { get; }
}
