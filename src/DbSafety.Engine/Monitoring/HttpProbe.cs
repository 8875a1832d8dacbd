using System.Globalization;
using System.Text;
using System.Text.Json;
using DbSafety.Engine.Monitoring.Probes;

namespace DbSafety.Engine.Monitoring;

/// <summary>Sends the request of a check and judges the answer.</summary>
internal sealed class HttpProbe(TimeProvider time) : IDisposable
{
    private const int MostBytes = 1 << 20;

    // A client of this run only: no connection, cookie or address is kept from before the change.
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };

    public async Task<(bool Passed, string Detail)> AskAsync(HttpCheck check, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        using var response = await SendAsync(check.Url, cancellationToken);
        var status = (int)response.StatusCode;
        if (status != check.Status)
            return (false, $"Status {status}; {check.Status} was expected.{Where(response)}");
        var needsBody = check.Contains is not null || check.Json is not null;
        var (body, cut) = needsBody ? await BodyAsync(response, cancellationToken) : ("", false);
        var latency = time.GetElapsedTime(start);
        if (check.Contains is { } text && !body.Contains(text, StringComparison.Ordinal))
            return (false, $"Status {status}, but the {(cut ? "first MiB of the body lacks" : "body lacks")} the text that was expected. It begins: {Beginning(body)}");
        if (check.Json is { } path && WrongJson(check, path, body) is { } wrong)
            return (false, $"Status {status}, but {wrong}");
        if (check.MaxLatency is { } most && latency > most)
            return (false, string.Create(CultureInfo.InvariantCulture, $"Status {status}, but it took {latency.TotalMilliseconds:0} ms; at most {most.TotalMilliseconds:0} ms is wanted."));
        if (check.CertificateDays is { } days && check.Url.Scheme == Uri.UriSchemeHttps)
            return await CertificateAsync(check, days, status, cancellationToken);
        return (true, check.Contains is null ? $"Status {status}." : $"Status {status}, with the text that was expected.");
    }

    /// <summary>The status and the body of an answer.</summary>
    public async Task<(int Status, string Body)> GetAsync(Uri url, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(url, cancellationToken);
        return ((int)response.StatusCode, (await BodyAsync(response, cancellationToken)).Body);
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(Uri url, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.UserAgent.ParseAdd("dbsafety");
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private async Task<(bool Passed, string Detail)> CertificateAsync(HttpCheck check, int days, int status, CancellationToken cancellationToken)
    {
        var expiry = await CertificateProbe.ExpiryAsync(check.Url, cancellationToken);
        var left = (expiry - time.GetUtcNow()).TotalDays;
        var text = string.Create(CultureInfo.InvariantCulture, $"the certificate is good until {expiry:yyyy-MM-dd}, {Math.Floor(left):0} days");
        return left >= days ? (true, $"Status {status}; {text}.") : (false, $"Status {status}, but {text}; at least {days} are wanted.");
    }

    private static string? WrongJson(HttpCheck check, string path, string body)
    {
        try
        {
            var value = JsonPath.Find(body, path);
            if (check.EqualTo is { } wanted)
                return value == wanted ? null : $"{path} is {value ?? "null"}; {wanted} was expected.";
            return value is null or "false" ? $"{path} is {value ?? "not there, or null"}." : null;
        }
        catch (JsonException)
        {
            return $"the body is no JSON. It begins: {Beginning(body)}";
        }
    }

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
