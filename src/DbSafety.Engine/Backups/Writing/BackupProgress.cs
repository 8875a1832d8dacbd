using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>How far something has come, over all its tables; tells the host ten times a second at most.</summary>
internal sealed class BackupProgress(IOperationHost host, string activity, long? totalBytes, bool isEstimate)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private long _bytes;
    private long _rows;
    private long _told = host.Time.GetTimestamp();

    public void Add(string item, long bytes, long rows = 0)
    {
        Interlocked.Add(ref _rows, rows);
        var done = Interlocked.Add(ref _bytes, bytes);
        lock (_gate)
        {
            if (host.Time.GetElapsedTime(_told) < Pause)
                return;
            _told = host.Time.GetTimestamp();
            host.Progress(new ProgressReport(activity, item, done, totalBytes, "bytes", Interlocked.Read(ref _rows), isEstimate));
        }
    }

    public void End(string item) =>
        host.Progress(new ProgressReport(activity, item, _bytes, _bytes, "bytes", Interlocked.Read(ref _rows), Completed: true));
}
