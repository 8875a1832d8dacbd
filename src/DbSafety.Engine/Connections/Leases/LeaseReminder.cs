using DbSafety.Core.Hosting;
using DbSafety.Engine.Operations;

namespace DbSafety.Engine.Connections.Leases;

/// <summary>Tells, in every command, of applications that are kept out for longer than was meant.</summary>
internal static class LeaseReminder
{
    public static void Tell(ResolvedTarget target, IOperationHost host)
    {
        var now = host.Time.GetUtcNow();
        foreach (var lease in new LeaseStore(target.Project, host).Read())
        {
            if (lease.Server != target.Sessions.Server || (lease.Before.Name != target.Sessions.Database && lease.Target != target.Name))
                continue;
            var what = $"The applications of {lease.Before.Name} are kept out since {lease.Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {lease.By}{(lease.Reason is { } reason ? $" ({reason})" : "")}";
            if (lease.Until <= now)
                host.Warning($"{what}, and their lease has ended at {lease.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Let them in with: dbsafety resume");
            else
                host.Verbose($"{what}, until {lease.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
        }
    }
}
