using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace DbSafety.Engine.Schema;

/// <summary>Makes fingerprints: SHA-256 over canonical text in UTF-8, as lower-case hexadecimal.</summary>
public static class SchemaFingerprint
{
    private const int LinesAtOnce = 1000;

    /// <summary>The fingerprint of a set of objects, whatever their order.</summary>
    public static string Of(IEnumerable<SchemaObject> objects) => Of(objects.Where(item => item.Fingerprint.Length > 0).Select(item => (item.Fingerprint, item.Identity)));

    /// <summary>The fingerprint of a set of entries, whatever their order.</summary>
    public static string Of(IEnumerable<Differences.SchemaEntry> entries) => Of(entries.Select(entry => (entry.Fingerprint, entry.Identity)));

    /// <summary>The fingerprint of one object.</summary>
    public static string Of(string identity, IReadOnlyList<string> definition)
    {
        var length = identity.Length;
        for (var i = 0; i < definition.Count; i++)
            length += 1 + definition[i].Length;
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(length));
        var at = Encoding.UTF8.GetBytes(identity, bytes);
        for (var i = 0; i < definition.Count; i++)
        {
            bytes[at++] = (byte)'\n';
            at += Encoding.UTF8.GetBytes(definition[i], bytes.AsSpan(at));
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.AsSpan(0, at), hash);
        ArrayPool<byte>.Shared.Return(bytes);
        return Hex(hash);
    }

    // One line for each, in their order, with a line feed between two; a database may have too many of them for one text.
    private static string Of(IEnumerable<(string Fingerprint, string Identity)> items)
    {
        var lines = items.ToArray();
        Array.Sort(lines, static (left, right) => string.CompareOrdinal(left.Fingerprint, right.Fingerprint) is var order && order != 0
            ? order
            : string.CompareOrdinal(left.Identity, right.Identity));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var text = new StringBuilder();
        for (var i = 0; i < lines.Length; i++)
        {
            text.Append(i == 0 ? "" : "\n").Append(lines[i].Fingerprint).Append(' ').Append(lines[i].Identity);
            if (i % LinesAtOnce != LinesAtOnce - 1 && i != lines.Length - 1)
                continue;
            hash.AppendData(Encoding.UTF8.GetBytes(text.ToString()));
            text.Clear();
        }

        return Hex(hash.GetHashAndReset());
    }

    private static string Hex(ReadOnlySpan<byte> hash)
    {
        Span<char> text = stackalloc char[2 * SHA256.HashSizeInBytes];
        for (var i = 0; i < hash.Length; i++)
        {
            text[2 * i] = "0123456789abcdef"[hash[i] >> 4];
            text[(2 * i) + 1] = "0123456789abcdef"[hash[i] & 15];
        }

        return new string(text);
    }
}
