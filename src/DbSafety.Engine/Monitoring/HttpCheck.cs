namespace DbSafety.Engine.Monitoring;

/// <summary>A GET request to an application.</summary>
/// <param name="Url">The address.</param>
/// <param name="Status">The status code that must come.</param>
/// <param name="Contains">A text that the answer's body must hold; null for any body.</param>
public sealed record HttpCheck(string Name, Uri Url, int Status, string? Contains, TimeSpan Timeout, int Attempts) : AppCheck(Name, Timeout, Attempts)
{
    public override string Kind => "http";

    /// <summary>A path into the JSON of the body, such as <c>services[0].state</c>; null where the body is not read as JSON.</summary>
    public string? Json { get; init; }

    /// <summary>What must stand there; null where anything but null and false will do.</summary>
    public string? EqualTo { get; init; }

    /// <summary>The answer may take no longer; null for as long as <see cref="AppCheck.Timeout"/>.</summary>
    public TimeSpan? MaxLatency { get; init; }

    /// <summary>The certificate must be good for so many days more; null where it is not looked at.</summary>
    public int? CertificateDays { get; init; }
}
