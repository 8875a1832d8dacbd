using System.Globalization;
using System.Runtime.ExceptionServices;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Backups.Stores.Objects;

/// <summary>Throws away what backups left that were killed: uploads that were never committed, of an id that nobody holds any more.</summary>
internal static class ObjectLeftovers
{
    /// <param name="bucket">The place.</param>
    /// <param name="own">The id that is reserved by who asks.</param>
    public static async Task RemoveAsync(IObjectBucket bucket, string own, IOperationHost host, CancellationToken cancellationToken)
    {
        var now = host.Time.GetUtcNow();
        var held = new Dictionary<string, bool>();
        await foreach (var mark in bucket.ListAsync(".backup_", cancellationToken))
            if (BackupFileNames.IdIn(mark.Name) is { } id && mark.Name == BackupFileNames.Reservation(id))
                held[id] = id == own || now - mark.Modified < ObjectReservation.Forgotten;

        ExceptionDispatchInfo? lacking = null;
        try
        {
            await AbandonAsync(bucket, id => held.TryGetValue(id, out var isHeld) ? !isHeld : now - MomentOf(id) >= ObjectReservation.Forgotten, host, cancellationToken);
        }
        catch (DbSafetyException error) when (error.Id == StoreErrors.LackingId)
        {
            lacking = ExceptionDispatchInfo.Capture(error);
        }

        // The marks go last, so that a run that is killed here is taken up by the next one.
        foreach (var id in held.Where(item => !item.Value).Select(item => item.Key))
        {
            await TellAsync(bucket, id, host, cancellationToken);
            await bucket.DeleteAsync(BackupFileNames.Reservation(id), cancellationToken);
        }

        lacking?.Throw();
    }

    private static async Task AbandonAsync(IObjectBucket bucket, Func<string, bool> isDead, IOperationHost host, CancellationToken cancellationToken)
    {
        var pending = new List<PendingUpload>();
        await foreach (var upload in bucket.ListPendingAsync("backup_", cancellationToken))
            if (BackupFileNames.IdIn(upload.Name) is { } id && isDead(id))
                pending.Add(upload);
        foreach (var upload in pending)
            await bucket.AbandonAsync(upload, cancellationToken);
        if (pending.Count > 0)
            host.Verbose($"Threw away {pending.Count} uploads of backups that were interrupted.");
    }

    private static async Task TellAsync(IObjectBucket bucket, string id, IOperationHost host, CancellationToken cancellationToken)
    {
        var whole = new List<string>();
        await foreach (var file in bucket.ListAsync($"backup_{id}", cancellationToken))
            whole.Add(file.Name);
        if (whole.Count > 0 && !whole.Contains(BackupFileNames.Manifest(id)))
            host.Warning($"Backup {id} was interrupted before its manifest: {string.Join(", ", whole.Order(StringComparer.Ordinal))} can be loaded with psql, but no command of ours can check them.");
    }

    private static DateTimeOffset MomentOf(string id) =>
        DateTimeOffset.ParseExact(id, "yyyyMMdd_HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
