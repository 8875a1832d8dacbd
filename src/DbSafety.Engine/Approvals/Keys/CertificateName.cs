using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DbSafety.Engine.Approvals.Keys;

/// <summary>
/// How a person names a certificate of the stores <c>My</c>: by its SHA-1 thumbprint, as certificate viewers show it, by its subject, whole or
/// the common name alone, or by its path on PowerShell's drive, such as <c>Cert:\CurrentUser\My\9F86…</c>.
/// </summary>
/// <param name="Text">The thumbprint or the subject.</param>
/// <param name="Locations">Whose stores are looked into.</param>
internal sealed record CertificateName(string Text, IReadOnlyList<StoreLocation> Locations)
{
    private const string Drive = "Cert:";
    private const int ThumbprintDigits = 40;

    private string Thumbprint => string.Concat(Text.Where(char.IsAsciiHexDigit));

    // Viewers put spaces between the digits, and some an invisible mark before them.
    private bool IsThumbprint => Thumbprint.Length == ThumbprintDigits && Text.All(letter => char.IsAsciiHexDigit(letter) || !char.IsAsciiLetterOrDigit(letter));

    /// <exception cref="Core.Errors.DbSafetyException"><c>KeyNotReadable</c>: it is a path to another store.</exception>
    public static CertificateName Parse(string text)
    {
        if (!text.StartsWith(Drive, StringComparison.OrdinalIgnoreCase))
            return new CertificateName(text.Trim(), [StoreLocation.CurrentUser, StoreLocation.LocalMachine]);
        var parts = text[Drive.Length..].Split(['\\', '/'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 3 && Enum.TryParse<StoreLocation>(parts[0], ignoreCase: true, out var location) && parts[1].Equals("My", StringComparison.OrdinalIgnoreCase))
            return new CertificateName(parts[2], [location]);
        throw KeyErrors.NotReadable(text, @"certificates are taken from Cert:\CurrentUser\My and Cert:\LocalMachine\My");
    }

    /// <summary>The one certificate that is meant; of several with one subject, the one that can sign now.</summary>
    /// <exception cref="Core.Errors.DbSafetyException"><c>KeyNotReadable</c>: there is none, or more than one.</exception>
    public X509Certificate2 Find(DateTimeOffset now)
    {
        foreach (var location in Locations)
        {
            var found = Matching(location);
            if (found.Count > 1 && found.Where(one => CanSign(one, now)).ToList() is { Count: > 0 } usable)
                found = usable;
            if (found.Count > 1)
                throw KeyErrors.NotReadable($"the certificate {Text}", $"{found.Count} have that subject: {string.Join(", ", found.Select(one => one.Thumbprint))}. Give the thumbprint of one");
            if (found.Count == 1)
                return found[0];
        }

        throw KeyErrors.NotReadable($"the certificate {Text}", $"the store 'My' of {string.Join(" and of ", Locations.Select(location => location == StoreLocation.CurrentUser ? "the user" : "the machine"))} does not hold it");
    }

    private List<X509Certificate2> Matching(StoreLocation location)
    {
        using var store = new X509Store(StoreName.My, location);
        try
        {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        }
        catch (CryptographicException)
        {
            // A store that does not exist on this system holds nothing.
            return [];
        }

        var thumbprint = IsThumbprint ? Thumbprint : null;
        return [.. store.Certificates.Where(certificate => thumbprint is not null ? certificate.Thumbprint.Equals(thumbprint, StringComparison.OrdinalIgnoreCase)
            : certificate.Subject.Equals(Text, StringComparison.OrdinalIgnoreCase) || certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false).Equals(Text, StringComparison.OrdinalIgnoreCase))];
    }

    private static bool CanSign(X509Certificate2 certificate, DateTimeOffset now) =>
        certificate.HasPrivateKey && certificate.NotBefore.ToUniversalTime() <= now.UtcDateTime && now.UtcDateTime < certificate.NotAfter.ToUniversalTime();
}
