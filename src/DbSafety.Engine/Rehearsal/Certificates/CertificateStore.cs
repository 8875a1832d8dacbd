using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Rehearsal.Certificates;

/// <summary>
/// Keeps the certificates of a project: one file for each target and migration. A certificate holds for the bytes that it names and
/// for no others, so a changed script has none.
/// </summary>
public sealed class CertificateStore(ProjectFolder project)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Where the certificate of a migration stands.</summary>
    public string PathOf(string target, string migration) =>
        Path.Combine(project.Resolve("plans"), "certificates", Safe(target), Safe(migration) + ".json");

    /// <summary>Keeps a certificate; the earlier one of the same migration is gone.</summary>
    /// <returns>The file.</returns>
    public async Task<string> WriteAsync(string target, string migration, RehearsalCertificate certificate, CancellationToken cancellationToken)
    {
        var path = PathOf(target, migration);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // A reader sees the old file or the new one, never a part.
        var partial = path + ".partial";
        await File.WriteAllBytesAsync(partial, JsonSerializer.SerializeToUtf8Bytes(certificate, Options), cancellationToken);
        File.Move(partial, path, overwrite: true);
        return path;
    }

    /// <summary>The certificate that holds for exactly these scripts; null where there is none.</summary>
    /// <param name="target">The target's name.</param>
    /// <param name="migration">The migration's id.</param>
    /// <param name="up">The checksum of the up script.</param>
    /// <param name="rollback">The checksum of the rollback script; null where there is none.</param>
    /// <param name="verify">The checksum of the verify script; null where there is none.</param>
    public async Task<RehearsalCertificate?> FindAsync(string target, string migration, string up, string? rollback, string? verify, CancellationToken cancellationToken)
    {
        var path = PathOf(target, migration);
        if (!File.Exists(path))
            return null;
        try
        {
            var certificate = JsonSerializer.Deserialize<RehearsalCertificate>(await File.ReadAllBytesAsync(path, cancellationToken), Options);
            return certificate is not null && certificate.UpChecksum == up && certificate.RollbackChecksum == rollback && certificate.VerifyChecksum == verify ? certificate : null;
        }
        catch (JsonException)
        {
            // What cannot be read certifies nothing.
            return null;
        }
    }

    private static string Safe(string name) => string.Concat(name.Select(letter => Path.GetInvalidFileNameChars().Contains(letter) || letter == '.' && name.StartsWith('.') ? '_' : letter));
}
