using System.Security.Cryptography;

namespace DbSafety.Engine.Approvals;

/// <summary>A file that was read once, with the hash of what was read.</summary>
/// <param name="Path">The file.</param>
/// <param name="Sha256">The SHA-256 of the bytes, in lower-case hex.</param>
public sealed record HashedFile(string Path, string Sha256)
{
    /// <summary>True where the file still holds what was read.</summary>
    public async Task<bool> IsSameAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(Path);
            return Convert.ToHexString(await SHA256.HashDataAsync(stream, cancellationToken)).ToLowerInvariant() == Sha256;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
