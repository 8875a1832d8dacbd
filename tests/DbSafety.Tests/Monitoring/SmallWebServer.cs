using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DbSafety.Tests.Monitoring;

/// <summary>A web server of one test, on a free port of this machine.</summary>
internal sealed class SmallWebServer : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _serving;
    private readonly int _port;

    public SmallWebServer(Func<HttpListenerRequest, (int Status, string Body)> answer)
    {
        (_listener, _port) = Start();
        _serving = ServeAsync(answer);
    }

    public Uri At(string path) => new($"http://127.0.0.1:{_port}/{path}");

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    // The port may be taken between its choice and its use: then another one is tried.
    private static (HttpListener Listener, int Port) Start()
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
            try
            {
                listener.Start();
                return (listener, port);
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    private async Task ServeAsync(Func<HttpListenerRequest, (int Status, string Body)> answer)
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var (status, body) = answer(context.Request);
                context.Response.StatusCode = status;
                if (status is >= 300 and < 400)
                    context.Response.RedirectLocation = "/elsewhere";
                context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                if (!_listener.IsListening)
                    return;
            }
        }
    }
}
