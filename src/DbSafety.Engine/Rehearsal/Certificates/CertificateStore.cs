using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Json;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Plans;
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
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new DurationConverter() },
    };

    /// <summary>Where the certificate of a migration stands.</summary>
    public string PathOf(string target, string migration) =>
        Path.Combine(project.Resolve("plans"), "certificates", Safe(target), Safe(migration) + ".json");

    /// <summary>Keeps a certificate, and beside it what the up script was measured to do; the earlier ones of the same migration are gone.</summary>
    /// <returns>The file of the certificate.</returns>
    public async Task<string> WriteAsync(string target, MigrationRehearsal rehearsal, CancellationToken cancellationToken)
    {
        var path = PathOf(target, rehearsal.Id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var trace = rehearsal.Traces.FirstOrDefault(trace => trace.Part == RehearsalPart.Up);
        await WriteAsync(TracePathOf(target, rehearsal.Id), new KeptTrace(rehearsal.Certificate.UpChecksum, trace), cancellationToken);
        await WriteAsync(path, rehearsal.Certificate, cancellationToken);
        return path;
    }

    private static async Task WriteAsync<T>(string path, T content, CancellationToken cancellationToken)
    {
        // A reader sees the old file or the new one, never a part.
        var partial = path + ".partial";
        await File.WriteAllBytesAsync(partial, JsonSerializer.SerializeToUtf8Bytes(content, Options), cancellationToken);
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>The certificate that holds for exactly these scripts; null where there is none.</summary>
    /// <param name="target">The target's name.</param>
    /// <param name="migration">The migration's id.</param>
    /// <param name="up">The checksum of the up script.</param>
    /// <param name="rollback">The checksum of the rollback script; null where there is none.</param>
    /// <param name="verify">The checksum of the verify script; null where there is none.</param>
    public async Task<RehearsalCertificate?> FindAsync(string target, string migration, string up, string? rollback, string? verify, CancellationToken cancellationToken)
    {
        var certificate = await ReadAsync<RehearsalCertificate>(PathOf(target, migration), cancellationToken);
        return certificate is not null && certificate.UpChecksum == up && certificate.RollbackChecksum == rollback && certificate.VerifyChecksum == verify ? certificate : null;
    }

    /// <summary>What exactly this up script was measured to do; null where it was not rehearsed.</summary>
    /// <param name="target">The target's name.</param>
    /// <param name="migration">The migration's id.</param>
    /// <param name="up">The checksum of the up script.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ScriptTrace?> FindTraceAsync(string target, string migration, string up, CancellationToken cancellationToken) =>
        await ReadAsync<KeptTrace>(TracePathOf(target, migration), cancellationToken) is { } kept && kept.UpChecksum == up ? kept.Trace : null;

    private static async Task<T?> ReadAsync<T>(string path, CancellationToken cancellationToken) where T : class
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<T>(await File.ReadAllBytesAsync(path, cancellationToken), Options);
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            // What cannot be read certifies nothing.
            return null;
        }
    }

    private string TracePathOf(string target, string migration) => Path.ChangeExtension(PathOf(target, migration), ".trace.json");

    private sealed record KeptTrace(string UpChecksum, ScriptTrace? Trace);

    private static string Safe(string name) => string.Concat(name.Select(letter => Path.GetInvalidFileNameChars().Contains(letter) || letter == '.' && name.StartsWith('.') ? '_' : letter));
}
