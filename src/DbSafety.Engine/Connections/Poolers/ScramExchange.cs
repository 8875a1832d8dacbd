using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DbSafety.Engine.Connections.Poolers;

/// <summary>SCRAM-SHA-256 without channel binding (RFC 5802 and 7677), as a client.</summary>
internal sealed class ScramExchange(string password)
{
    private readonly string _nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
    private string _serverSignature = "";

    public string First() => "n,," + Bare;

    private string Bare => $"n=,r={_nonce}";

    /// <summary>The answer to the server's first message.</summary>
    public string Final(string server)
    {
        var fields = Fields(server);
        if (!fields['r'].StartsWith(_nonce, StringComparison.Ordinal))
            throw new IOException("The pooler answers with a nonce that is not ours.");
        var salted = Rfc2898DeriveBytes.Pbkdf2(password.Normalize(NormalizationForm.FormKC), Convert.FromBase64String(fields['s']),
            int.Parse(fields['i'], CultureInfo.InvariantCulture), HashAlgorithmName.SHA256, 32);
        var clientKey = HMACSHA256.HashData(salted, Encoding.UTF8.GetBytes("Client Key"));
        var withoutProof = $"c=biws,r={fields['r']}";
        var signed = Encoding.UTF8.GetBytes($"{Bare},{server},{withoutProof}");
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), signed);
        var proof = clientKey.Zip(signature, (one, other) => (byte)(one ^ other)).ToArray();
        _serverSignature = Convert.ToBase64String(HMACSHA256.HashData(HMACSHA256.HashData(salted, Encoding.UTF8.GetBytes("Server Key")), signed));
        return $"{withoutProof},p={Convert.ToBase64String(proof)}";
    }

    /// <summary>Only who knows the password too can have signed this.</summary>
    public void Verify(string server)
    {
        if (Fields(server).GetValueOrDefault('v') != _serverSignature)
            throw new IOException("The pooler does not know the password itself.");
    }

    private static Dictionary<char, string> Fields(string message) => message.Split(',').Where(part => part.Length > 2).ToDictionary(part => part[0], part => part[2..]);
}
