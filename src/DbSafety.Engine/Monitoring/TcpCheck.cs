namespace DbSafety.Engine.Monitoring;

/// <summary>A port that must take connections.</summary>
/// <param name="Host">The host's name or address.</param>
/// <param name="Port">The port.</param>
public sealed record TcpCheck(string Name, string Host, int Port, TimeSpan Timeout, int Attempts) : AppCheck(Name, Timeout, Attempts)
{
    public override string Kind => "tcp";
}
