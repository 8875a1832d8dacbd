using System.Security.Cryptography;
using System.Text;

namespace DbSafety.Engine.Approvals.Keys;

/// <summary>
/// A signature as <c>ssh-keygen -Y sign</c> writes it (OpenSSH's PROTOCOL.sshsig). Its namespace keeps a signature that was made for
/// something else, such as a commit, from counting here.
/// </summary>
internal sealed class SshSignature
{
    /// <summary>What is signed here, and nothing else: <c>ssh-keygen -Y sign -n approval@dbsafety</c>.</summary>
    public const string Namespace = "approval@dbsafety";

    private const string Begin = "-----BEGIN SSH SIGNATURE-----";
    private const string End = "-----END SSH SIGNATURE-----";

    private static readonly byte[] Magic = "SSHSIG"u8.ToArray();

    private readonly byte[] _publicKey;
    private readonly string _hashAlgorithm;
    private readonly string _algorithm;
    private readonly byte[] _signature;

    private SshSignature(byte[] publicKey, string hashAlgorithm, string algorithm, byte[] signature)
    {
        _publicKey = publicKey;
        _hashAlgorithm = hashAlgorithm;
        _algorithm = algorithm;
        _signature = signature;
    }

    public static bool Is(ReadOnlySpan<byte> blob) => blob.StartsWith(Magic);

    public static bool IsArmored(string text) => text.TrimStart().StartsWith(Begin, StringComparison.Ordinal);

    /// <summary>The blob of an armored file.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static byte[] Dearmor(string text)
    {
        var body = text.Trim();
        if (!IsArmored(body) || !body.EndsWith(End, StringComparison.Ordinal))
            throw new FormatException("it is not a whole SSH signature");
        return Convert.FromBase64String(body[Begin.Length..^End.Length]);
    }

    /// <exception cref="FormatException">It is none, or one for another namespace.</exception>
    public static SshSignature Parse(byte[] blob)
    {
        var wire = new SshWire(blob);
        if (!wire.Bytes(Math.Min(Magic.Length, blob.Length)).SequenceEqual(Magic) || wire.UInt32() != 1)
            throw new FormatException("it is not an SSH signature of version 1");
        var publicKey = wire.String().ToArray();
        var name = wire.Text();
        if (name != Namespace)
            throw new FormatException($"it was made for the namespace '{name}' and not for '{Namespace}'");
        if (!wire.String().IsEmpty)
            throw new FormatException("its reserved field is not empty");
        var hash = wire.Text();
        if (hash is not ("sha256" or "sha512"))
            throw new FormatException($"it hashes with '{hash}'");
        var inner = new SshWire(wire.String());
        wire.RequireEnd();
        var algorithm = inner.Text();
        var signature = inner.String().ToArray();
        inner.RequireEnd();
        return new SshSignature(publicKey, hash, algorithm, signature);
    }

    /// <summary>True where this very key made it over these bytes.</summary>
    public bool Verifies(PublicKey key, byte[] message)
    {
        // The key that the signature names has to be the one that the policy knows; what it says of itself proves nothing.
        if (PublicKey.OfSsh(_publicKey, "the key in the signature").KeyId != key.KeyId)
            return false;
        var digest = _hashAlgorithm == "sha256" ? SHA256.HashData(message) : SHA512.HashData(message);
        byte[] signed = [.. Magic, .. SshWire.Write(Encoding.UTF8.GetBytes(Namespace), [], Encoding.UTF8.GetBytes(_hashAlgorithm), digest)];
        return _algorithm switch
        {
            "ecdsa-sha2-nistp256" => key.VerifiesEcdsa(signed, Fixed(_signature), DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            "rsa-sha2-256" => key.VerifiesRsa(signed, _signature, HashAlgorithmName.SHA256),
            "rsa-sha2-512" => key.VerifiesRsa(signed, _signature, HashAlgorithmName.SHA512),
            _ => false,
        };
    }

    // OpenSSH writes two numbers; .NET takes them as 32 bytes each.
    private static byte[] Fixed(byte[] blob)
    {
        var wire = new SshWire(blob);
        var (r, s) = (wire.Number(), wire.Number());
        wire.RequireEnd();
        if (r.Length > 32 || s.Length > 32)
            throw new FormatException("its numbers are too long for P-256");
        return [.. new byte[32 - r.Length], .. r, .. new byte[32 - s.Length], .. s];
    }
}
