using System.Security.Cryptography;

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>Numbers that come once.</summary>
internal static class Nonces
{
    /// <summary>128 random bits in hex.</summary>
    public static string New() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16)).ToLowerInvariant();
}
