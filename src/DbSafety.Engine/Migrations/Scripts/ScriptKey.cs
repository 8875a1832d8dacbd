using System.Security.Cryptography;
using System.Text;

namespace DbSafety.Engine.Migrations.Scripts;

/// <summary>The key under which the journal keeps a text: the SHA-256 of its UTF-8 form, in lower-case hexadecimal.</summary>
internal static class ScriptKey
{
    public static string Of(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();
}
