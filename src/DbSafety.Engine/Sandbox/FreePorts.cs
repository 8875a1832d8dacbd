using System.Net;
using System.Net.Sockets;

namespace DbSafety.Engine.Sandbox;

/// <summary>Ports that are free at this moment. Somebody may take one before the server does, so there are several to try.</summary>
public static class FreePorts
{
    public static IReadOnlyList<int> Find(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(listener => listener.Start());
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
