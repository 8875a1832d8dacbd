namespace DbSafety.Engine.Monitoring;

/// <summary>A GET request to an application.</summary>
/// <param name="Url">The address.</param>
/// <param name="Status">The status code that must come.</param>
/// <param name="Contains">A text that the answer's body must hold; null for any body.</param>
public sealed record HttpCheck(string Name, Uri Url, int Status, string? Contains, TimeSpan Timeout, int Attempts) : AppCheck(Name, Timeout, Attempts)
{
    public override string Kind => "http";
}
