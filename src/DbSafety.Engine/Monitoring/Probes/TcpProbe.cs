using System.Net.Sockets;

namespace DbSafety.Engine.Monitoring.Probes;

/// <summary>Opens a connection, and closes it.</summary>
internal static class TcpProbe
{
    public static async Task<(bool Passed, string Detail)> AskAsync(TcpCheck check, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(check.Host, check.Port, cancellationToken);
        return (true, $"{check.Host}:{check.Port} takes connections.");
    }
}
