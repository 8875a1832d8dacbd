using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Backups.Stores.Objects;

/// <summary>
/// An id that is reserved by a small object, which only one process can make. An object store knows no locks that end with a process: the
/// object is written anew every hour as long as we live, and whoever finds one that is older than a day may take it away.
/// </summary>
internal sealed class ObjectReservation : IReservation
{
    /// <summary>How old a mark is whose writer is gone.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    private static readonly TimeSpan Renewal = TimeSpan.FromHours(1);

    private readonly IObjectBucket _bucket;
    private readonly byte[] _content;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewals;

    private ObjectReservation(IObjectBucket bucket, string id, byte[] content, IOperationHost host)
    {
        _bucket = bucket;
        _content = content;
        Id = id;
        _renewals = RenewAsync(host);
    }

    public string Id { get; }

    private string Name => BackupFileNames.Reservation(Id);

    public static async Task<ObjectReservation> TakeAsync(IObjectBucket bucket, IOperationHost host, CancellationToken cancellationToken)
    {
        var content = Encoding.UTF8.GetBytes($"{host.UserName} on {host.MachineName}, {Guid.NewGuid():N}\n");
        for (var moment = host.Time.GetUtcNow(); ; moment = moment.AddSeconds(1))
        {
            var id = BackupFileNames.IdOf(moment);
            cancellationToken.ThrowIfCancellationRequested();
            if (!await MakeAsync(bucket, BackupFileNames.Reservation(id), content))
                continue;
            var reservation = new ObjectReservation(bucket, id, content, host);
            try
            {
                // Looked at after the reservation: the set of another process that took this id is finished or gone.
                if (!await IsTakenAsync(bucket, id, cancellationToken))
                    return reservation;
                await reservation.DisposeAsync();
            }
            catch
            {
                await reservation.DisposeAsync();
                throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewals;
        _stop.Dispose();
        try
        {
            await _bucket.DeleteAsync(Name, CancellationToken.None);
        }
        catch (DbSafetyException)
        {
            // It goes when it is a day old.
        }
    }

    // Never cancelled half way: a request that is still on its way when the mark is taken away would make it once more.
    private static async Task<bool> MakeAsync(IObjectBucket bucket, string name, byte[] content)
    {
        if (!await bucket.PutAsync(name, content, replace: false, CancellationToken.None))
            return false;
        // A server that does not know the condition takes everything: then it takes the same once more.
        if (!await bucket.PutAsync(name, content, replace: false, CancellationToken.None))
            return true;
        await bucket.DeleteAsync(name, CancellationToken.None);
        throw StoreErrors.NotConditional(bucket.Location.ToString());
    }

    private static async Task<bool> IsTakenAsync(IObjectBucket bucket, string id, CancellationToken cancellationToken)
    {
        await foreach (var _ in bucket.ListAsync($"backup_{id}", cancellationToken))
            return true;
        return false;
    }

    private async Task RenewAsync(IOperationHost host)
    {
        using var timer = new PeriodicTimer(Renewal, host.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                try
                {
                    await _bucket.PutAsync(Name, _content, replace: true, _stop.Token);
                }
                catch (DbSafetyException error)
                {
                    host.Verbose($"The mark of backup {Id} could not be renewed: {error.Message}");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The backup is over.
        }
    }
}
