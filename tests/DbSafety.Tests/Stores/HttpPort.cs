using System.Net.Sockets;

namespace DbSafety.Tests.Stores;

/// <summary>Whether somebody listens.</summary>
internal static class HttpPort
{
    public static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
