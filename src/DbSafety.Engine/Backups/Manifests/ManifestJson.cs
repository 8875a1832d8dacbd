using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Stores;

namespace DbSafety.Engine.Backups.Manifests;

/// <summary>
/// Writes and reads manifests. The self hash is taken over all bytes of the file with the hash's own digits as zeros, so that no byte
/// of it can change unnoticed.
/// </summary>
public static class ManifestJson
{
    private const string HashField = "\"selfHash\": \"";
    private const int HashLength = 64;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Writes the manifest, and gives it back with its self hash.</summary>
    public static async Task<BackupManifest> WriteAsync(BackupManifest manifest, Stream stream, CancellationToken cancellationToken)
    {
        // Never whole in memory, since that of a database with many tables is large, and never back in the stream, which may be an upload:
        // it is made twice, once for its hash.
        using var sha256 = SHA256.Create();
        await using (var hashed = new CryptoStream(Stream.Null, sha256, CryptoStreamMode.Write))
            await JsonSerializer.SerializeAsync(hashed, manifest with { SelfHash = new string('0', HashLength) }, Options, cancellationToken);
        var finished = manifest with { SelfHash = Convert.ToHexString(sha256.Hash!).ToLowerInvariant() };
        await JsonSerializer.SerializeAsync(stream, finished, Options, cancellationToken);
        return finished;
    }

    /// <summary>Reads a manifest from its place.</summary>
    /// <exception cref="DbSafetyException">As <see cref="Read"/>.</exception>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static async Task<BackupManifest> ReadAsync(IFileStore store, string name, CancellationToken cancellationToken)
    {
        await using var stream = await store.OpenAsync(name, cancellationToken);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return Read(bytes, store.PathOf(name), name);
    }

    /// <summary>Reads a manifest and checks its self hash and its form.</summary>
    /// <param name="bytes">All of it.</param>
    /// <param name="path">The file as a person names it.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="DbSafetyException"><c>BackupManifestInvalid</c>, <c>BackupFormatNotSupported</c>.</exception>
    public static BackupManifest Read(byte[] bytes, string path, string name)
    {
        var place = PlaceOfHash(bytes);
        if (place < 0 || place + HashLength > bytes.Length)
            throw Invalid(path, name, "it has no self hash, so it is not whole");
        var hash = Encoding.ASCII.GetString(bytes, place, HashLength);
        var zeroed = bytes.ToArray();
        zeroed.AsSpan(place, HashLength).Fill((byte)'0');
        if (!string.Equals(Hash(zeroed), hash, StringComparison.Ordinal))
            throw Invalid(path, name, "its self hash does not match, so it was altered after the backup");
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(bytes, Options) ?? throw Invalid(path, name, "it is empty");
            return manifest.Format <= BackupManifest.CurrentFormat ? manifest : throw TooNew(name, manifest.Format);
        }
        catch (JsonException error)
        {
            throw Invalid(path, name, error.Message);
        }
    }

    internal static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();

    // The field is the last one: what looks like it in a name or a statement comes before.
    private static int PlaceOfHash(byte[] bytes)
    {
        var at = bytes.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(HashField));
        return at < 0 ? -1 : at + HashField.Length;
    }

    private static DbSafetyException Invalid(string path, string name, string reason) =>
        new("BackupManifestInvalid", ErrorKind.BackupInvalid, $"The manifest {name} cannot be trusted: {reason}.")
        {
            State = "Nothing was changed.",
            NextStep = "Use another backup set (dbsafety backups lists them). The files of this one can still be looked at with gunzip -c FILE.",
            Script = path,
        };

    private static DbSafetyException TooNew(string name, int format) =>
        new("BackupFormatNotSupported", ErrorKind.NotSupported, $"The manifest {name} has format {format}; this version reads up to {BackupManifest.CurrentFormat}.")
        {
            State = "Nothing was changed.",
            NextStep = "Use the newer version of dbsafety that made this backup.",
        };
}
