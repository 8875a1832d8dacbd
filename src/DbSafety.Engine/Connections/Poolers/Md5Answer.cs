using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace DbSafety.Engine.Connections.Poolers;

/// <summary>The answer to a server that asks for a password by MD5 (PostgreSQL documentation, 55.2.1).</summary>
internal static class Md5Answer
{
    [SuppressMessage("Security", "CA5351", Justification = "The server asks for it in this form.")]
    public static string Of(string user, string password, ReadOnlySpan<byte> salt)
    {
        var inner = Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(password + user))).ToLowerInvariant();
        return "md5" + Convert.ToHexString(MD5.HashData([.. Encoding.UTF8.GetBytes(inner), .. salt])).ToLowerInvariant();
    }
}
