using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace DbSafety.Engine.Monitoring.Probes;

/// <summary>Looks how long a server's certificate is good for.</summary>
internal static class CertificateProbe
{
    /// <summary>When the certificate ends. Whether it is to be trusted was judged by the request itself.</summary>
    public static async Task<DateTimeOffset> ExpiryAsync(Uri url, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(url.IdnHost, url.Port, cancellationToken);
        await using var secure = new SslStream(client.GetStream());
        X509Certificate2? seen = null;
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = url.IdnHost,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                seen = certificate is null ? null : new X509Certificate2(certificate);
                return seen is not null;
            },
        }, cancellationToken);
        using (seen)
            return new DateTimeOffset(seen!.NotAfter.ToUniversalTime());
    }
}
