using System.Security.Cryptography;

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>An envelope's bytes, and where they stand: a file, or a row of the journal.</summary>
internal sealed record EnvelopeSource(string Origin, byte[] Bytes)
{
    public string Sha256 { get; } = Convert.ToHexString(SHA256.HashData(Bytes)).ToLowerInvariant();
}
