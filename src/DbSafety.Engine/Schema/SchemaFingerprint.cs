using System.Security.Cryptography;
using System.Text;

namespace DbSafety.Engine.Schema;

/// <summary>Makes fingerprints: SHA-256 over canonical text in UTF-8, as lower-case hexadecimal.</summary>
public static class SchemaFingerprint
{
    /// <summary>The fingerprint of a set of objects, whatever their order.</summary>
    public static string Of(IEnumerable<SchemaObject> objects) => Of(string.Join('\n', objects
        .Where(item => item.Fingerprint.Length > 0)
        .Select(item => item.Fingerprint + " " + item.Identity)
        .Order(StringComparer.Ordinal)));

    /// <summary>The fingerprint of a set of entries, whatever their order.</summary>
    public static string Of(IEnumerable<Differences.SchemaEntry> entries) =>
        Of(string.Join('\n', entries.Select(entry => entry.Fingerprint + " " + entry.Identity).Order(StringComparer.Ordinal)));

    /// <summary>The fingerprint of one object.</summary>
    public static string Of(string identity, IReadOnlyList<string> definition)
    {
        if (definition.Count == 1)
            return Of(identity + "\n" + definition[0]);
        var text = new StringBuilder(identity);
        foreach (var statement in definition)
            text.Append('\n').Append(statement);
        return Of(text.ToString());
    }

    private static string Of(string canonical) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))).ToLowerInvariant();
}
