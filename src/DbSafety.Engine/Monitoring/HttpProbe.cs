using System.Text;

namespace DbSafety.Engine.Monitoring;

/// <summary>Sends the request of a check and judges the answer.</summary>
internal sealed class HttpProbe : IDisposable
{
    private const int MostBytes = 1 << 20;

    // A client of this run only: no connection, cookie or address is kept from before the change.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };

    public async Task<(bool Passed, string Detail)> AskAsync(HttpCheck check, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, check.Url);
        request.Headers.UserAgent.ParseAdd("dbsafety");
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var status = (int)response.StatusCode;
        if (status != check.Status)
            return (false, $"Status {status}; {check.Status} was expected.{Where(response)}");
        if (check.Contains is not { } text)
            return (true, $"Status {status}.");
        var (body, cut) = await BodyAsync(response, cancellationToken);
        if (body.Contains(text, StringComparison.Ordinal))
            return (true, $"Status {status}, with the text that was expected.");
        return (false, $"Status {status}, but the {(cut ? "first MiB of the body lacks" : "body lacks")} the text that was expected. It begins: {Beginning(body)}");
    }

    public void Dispose() => _client.Dispose();

    private static async Task<(string Body, bool Cut)> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MostBytes];
        var length = await stream.ReadAtLeastAsync(buffer, MostBytes, throwOnEndOfStream: false, cancellationToken);
        return (Encoding.UTF8.GetString(buffer, 0, length), length == MostBytes);
    }

    private static string Where(HttpResponseMessage response) => response.Headers.Location is { } location ? $" It points to {location}." : "";

    private static string Beginning(string body)
    {
        var line = string.Join(' ', body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? "(empty)" : line.Length > 120 ? line[..120] + "…" : line;
    }
}
