using DbSafety.Core.Hosting;
using DbSafety.Engine.Backups.Files;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Backups;

/// <summary>Makes a backup set: all its tables from one exported snapshot.</summary>
public static class BackupWriter
{
    private const string NothingLeft = "Nothing was changed, and no file of this backup was left.";

    /// <summary>Backs up what the request names. On any error no file of the set stays.</summary>
    /// <exception cref="Core.Errors.DbSafetyException">What went wrong, and that nothing of it is left.</exception>
    public static async Task<BackupSet> CreateAsync(Sessions sessions, BackupRequest request, IOperationHost host, CancellationToken cancellationToken)
    {
        BackupRequests.Check(request);
        try
        {
            var started = host.Time.GetTimestamp();
            var (snapshot, tables) = await SnapshotSessions.OpenAsync(sessions, request, cancellationToken);
            await using (snapshot)
            {
                var created = host.Time.GetUtcNow();
                await using var files = await SetFiles.ReserveAsync(request.Store, host, cancellationToken);
                var writer = await SetWriter.PrepareAsync(snapshot, tables, files, request, host, cancellationToken);
                var manifest = await writer.WriteAsync(cancellationToken) with { Created = created, Duration = host.Time.GetElapsedTime(started) };
                await files.PublishAsync(async stream => manifest = await ManifestJson.WriteAsync(manifest, stream, cancellationToken), cancellationToken);
                return new BackupSet(request.Store, manifest, Proven: null);
            }
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw PostgresErrors.Map(error, $"backing up {sessions.Description}", NothingLeft, "Mend the cause, then run the backup again.");
        }
    }
}
