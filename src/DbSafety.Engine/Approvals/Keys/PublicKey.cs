using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DbSafety.Engine.Approvals.Keys;

/// <summary>The public half of an approver's key: ECDSA P-256, or RSA of 3072 bits and more.</summary>
internal sealed class PublicKey
{
    /// <summary>The shortest RSA key that counts, in bits.</summary>
    public const int LeastRsaBits = 3072;

    private readonly byte[] _info;
    private readonly bool _isRsa;

    private PublicKey(byte[] info, bool isRsa)
    {
        _info = info;
        _isRsa = isRsa;
        KeyId = "sha256:" + Convert.ToHexString(SHA256.HashData(info)).ToLowerInvariant();
    }

    /// <summary><c>sha256:</c> and the SHA-256 of its SubjectPublicKeyInfo in DER: <c>openssl pkey -pubin -outform DER | sha256sum</c>.</summary>
    public string KeyId { get; }

    public string Algorithm => _isRsa ? "RSA" : "ECDSA P-256";

    /// <summary>A PEM text (a public key or a certificate) or a line as OpenSSH writes it.</summary>
    /// <exception cref="Core.Errors.DbSafetyException"><c>KeyNotReadable</c>, <c>KeyNotSupported</c>.</exception>
    public static PublicKey Parse(string text, string origin)
    {
        try
        {
            if (text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
                throw KeyErrors.NotReadable(origin, "it is a private key, which has no place here");
            if (text.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            {
                using var certificate = X509Certificate2.CreateFromPem(text);
                return Of(certificate, origin);
            }

            if (text.Contains("-----BEGIN PUBLIC KEY-----", StringComparison.Ordinal))
                return OfInfo(FromPem(text), origin);
            var words = text.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 2 && (words[0].StartsWith("ssh-", StringComparison.Ordinal) || words[0].StartsWith("ecdsa-", StringComparison.Ordinal) || words[0].StartsWith("sk-", StringComparison.Ordinal)))
                return OfSsh(Convert.FromBase64String(words[1]), origin);
            throw KeyErrors.NotReadable(origin, "it is neither a PEM text nor a line of OpenSSH");
        }
        catch (Exception error) when (error is CryptographicException or FormatException or ArgumentException)
        {
            throw KeyErrors.NotReadable(origin, "what it holds is not a public key");
        }
    }

    public static PublicKey Of(X509Certificate2 certificate, string origin) => OfInfo(certificate.PublicKey.ExportSubjectPublicKeyInfo(), origin);

    /// <summary>A key as SSH sends it.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static PublicKey OfSsh(byte[] blob, string origin)
    {
        var wire = new SshWire(blob);
        var type = wire.Text();
        switch (type)
        {
            case "ecdsa-sha2-nistp256":
                if (wire.Text() != "nistp256")
                    throw new FormatException("its curve is not the one of its type");
                var point = wire.String();
                wire.RequireEnd();
                if (point.Length != 65 || point[0] != 4)
                    throw new FormatException("its point is not written in full");
                using (var ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33].ToArray(), Y = point[33..].ToArray() } }))
                    return new PublicKey(ecdsa.ExportSubjectPublicKeyInfo(), isRsa: false);
            case "ssh-rsa":
                var exponent = wire.Number();
                var modulus = wire.Number();
                wire.RequireEnd();
                using (var rsa = RSA.Create(new RSAParameters { Exponent = exponent, Modulus = modulus }))
                    return OfInfo(rsa.ExportSubjectPublicKeyInfo(), origin);
            case "ssh-ed25519" or "sk-ssh-ed25519@openssh.com":
                throw KeyErrors.Ed25519(origin);
            default:
                throw KeyErrors.NotSupported(origin, $"a key of the type {type}");
        }
    }

    /// <summary>A SubjectPublicKeyInfo in DER.</summary>
    public static PublicKey OfInfo(byte[] info, string origin)
    {
        // The object identifier of Ed25519, 1.3.101.112, which nothing of .NET reads.
        if (info.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x06, 0x03, 0x2B, 0x65, 0x70]) is >= 0 and < 16)
            throw KeyErrors.Ed25519(origin);
        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(info, out _);
            return IsP256(ecdsa) ? new PublicKey(ecdsa.ExportSubjectPublicKeyInfo(), isRsa: false) : throw KeyErrors.NotSupported(origin, "an ECDSA key on another curve than P-256");
        }
        catch (CryptographicException)
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(info, out _);
            return rsa.KeySize >= LeastRsaBits ? new PublicKey(rsa.ExportSubjectPublicKeyInfo(), isRsa: true) : throw KeyErrors.NotSupported(origin, $"an RSA key of {rsa.KeySize} bits");
        }
    }

    /// <summary>True where this key made the signature over these bytes. What cannot be read as a signature is none.</summary>
    public bool Verifies(byte[] message, byte[] signature)
    {
        try
        {
            if (SshSignature.Is(signature))
                return SshSignature.Parse(signature).Verifies(this, message);
            return _isRsa ? VerifiesRsa(message, signature, HashAlgorithmName.SHA256) : VerifiesEcdsa(message, signature, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception error) when (error is CryptographicException or FormatException or Core.Errors.DbSafetyException)
        {
            return false;
        }
    }

    public bool VerifiesEcdsa(byte[] message, byte[] signature, DSASignatureFormat format)
    {
        if (_isRsa)
            return false;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_info, out _);
        return key.VerifyData(message, signature, HashAlgorithmName.SHA256, format);
    }

    public bool VerifiesRsa(byte[] message, byte[] signature, HashAlgorithmName hash)
    {
        if (!_isRsa)
            return false;
        using var key = RSA.Create();
        key.ImportSubjectPublicKeyInfo(_info, out _);
        return key.VerifyData(message, signature, hash, RSASignaturePadding.Pkcs1);
    }

    /// <summary>The key as a PEM text.</summary>
    public string ToPem() => new string(PemEncoding.Write("PUBLIC KEY", _info)) + "\n";

    internal static bool IsP256(ECDsa key) => key.ExportParameters(false).Curve.Oid is { } oid && (oid.Value == "1.2.840.10045.3.1.7" || oid.FriendlyName is "nistP256" or "ECDSA_P256");

    private static byte[] FromPem(string text)
    {
        var fields = PemEncoding.Find(text);
        return Convert.FromBase64String(text[fields.Base64Data]);
    }
}
