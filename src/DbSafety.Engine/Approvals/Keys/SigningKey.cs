using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DbSafety.Engine.Approvals.Keys;

/// <summary>A private key that signs a request or a decision. It is held in memory for that one signature.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly AsymmetricAlgorithm _key;

    private SigningKey(AsymmetricAlgorithm key, PublicKey publicKey)
    {
        _key = key;
        Public = publicKey;
    }

    public PublicKey Public { get; }

    /// <summary>Opens a PEM or a PFX file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="passphrase">Gives the passphrase; asked only where the file is encrypted.</param>
    /// <exception cref="Core.Errors.DbSafetyException"><c>KeyNotReadable</c>, <c>KeyNotSupported</c>, <c>KeyNotEncrypted</c>, <c>KeyPassphraseWrong</c>.</exception>
    public static async Task<SigningKey> OpenAsync(string path, Func<Task<string>> passphrase, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        try
        {
            var text = System.Text.Encoding.UTF8.GetString(bytes);
            return text.Contains("-----BEGIN", StringComparison.Ordinal) ? await OfPemAsync(text, name, passphrase) : await OfPfxAsync(bytes, name, passphrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Takes the private key of a certificate in the user's or the machine's store.</summary>
    /// <param name="name">Its thumbprint, its subject, or its path on the Cert: drive.</param>
    /// <param name="now">Of several with one subject, the one that is valid at that moment is taken.</param>
    /// <exception cref="Core.Errors.DbSafetyException"><c>KeyNotReadable</c>, <c>KeyNotSupported</c>.</exception>
    public static SigningKey OfStore(string name, DateTimeOffset now)
    {
        using var certificate = CertificateName.Parse(name).Find(now);
        return OfCertificate(certificate, $"the certificate {certificate.Subject} ({certificate.Thumbprint})");
    }

    /// <summary>Signs: ECDSA in DER, or RSA with PKCS#1 v1.5; both over SHA-256, as <c>openssl dgst -sha256 -sign</c> does.</summary>
    public byte[] Sign(byte[] message) => _key switch
    {
        ECDsa ecdsa => ecdsa.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
        _ => ((RSA)_key).SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
    };

    /// <summary>Takes an algorithm over that was made or opened elsewhere.</summary>
    public static SigningKey Of(AsymmetricAlgorithm key, string origin) => new(key, PublicKey.OfInfo(key.ExportSubjectPublicKeyInfo(), origin));

    public void Dispose() => _key.Dispose();

    private static async Task<SigningKey> OfPemAsync(string text, string name, Func<Task<string>> passphrase)
    {
        if (text.Contains("BEGIN OPENSSH PRIVATE KEY", StringComparison.Ordinal))
            throw KeyErrors.OpenSsh(name);
        if (!text.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal))
            throw text.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? KeyErrors.NotEncrypted(name) : KeyErrors.NotReadable(name, "it holds no private key");
        var word = await passphrase();
        var isWrong = false;
        foreach (var key in (Func<AsymmetricAlgorithm>[])[ECDsa.Create, RSA.Create])
        {
            var made = key();
            try
            {
                made.ImportFromEncryptedPem(text, word);
                return Of(made, name);
            }
            catch (CryptographicException error)
            {
                // .NET says only in words what it was, and the same ones for a key of the other kind.
                made.Dispose();
                isWrong |= error.Message.Contains("password", StringComparison.OrdinalIgnoreCase);
            }
            catch (ArgumentException)
            {
                made.Dispose();
            }
        }

        throw isWrong ? KeyErrors.PassphraseWrong(name) : KeyErrors.NotReadable(name, "it is no ECDSA and no RSA key in PKCS#8");
    }

    private static async Task<SigningKey> OfPfxAsync(byte[] bytes, string name, Func<Task<string>> passphrase)
    {
        var kind = X509Certificate2.GetCertContentType(bytes);
        if (kind != X509ContentType.Pfx)
            throw KeyErrors.NotReadable(name, "it is neither a PEM text nor a PFX file");
        try
        {
            using var certificate = new X509Certificate2(bytes, await passphrase(), OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet);
            return OfCertificate(certificate, name);
        }
        catch (CryptographicException)
        {
            throw KeyErrors.PassphraseWrong(name);
        }
    }

    private static SigningKey OfCertificate(X509Certificate2 certificate, string origin) =>
        certificate.GetECDsaPrivateKey() is { } ecdsa ? Of(ecdsa, origin)
        : certificate.GetRSAPrivateKey() is { } rsa ? Of(rsa, origin)
        : throw KeyErrors.NotReadable(origin, "its private key is not there, or is neither ECDSA nor RSA");
}
