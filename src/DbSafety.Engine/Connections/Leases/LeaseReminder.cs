using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Connections.Leases;

/// <summary>Tells, in every command, of applications that are kept out for longer than was meant.</summary>
internal static class LeaseReminder
{
    /// <summary>Tells of those of the command's database.</summary>
    public static void Tell(ResolvedTarget target, IOperationHost host) =>
        Tell(new LeaseStore(target.Project?.Path, host).Read().Where(lease =>
            lease.Server == target.Sessions.Server && (lease.Before.Name == target.Sessions.Database || lease.Target == target.Name)), host);

    /// <summary>Tells of all that the project keeps, in a command that speaks with no database.</summary>
    public static void Tell(CommandOptions options, IOperationHost host)
    {
        var folder = options.Project is { } path ? Path.GetFullPath(path, host.WorkingDirectory) : ProjectFinder.Nearest(host.WorkingDirectory);
        if (folder is not null && options is not DatabaseOptions)
            Tell(new LeaseStore(folder, host).Read(), host);
    }

    private static void Tell(IEnumerable<Lease> leases, IOperationHost host)
    {
        var now = host.Time.GetUtcNow();
        foreach (var lease in leases)
        {
            var what = $"The applications of {lease.Before.Name} are kept out since {lease.Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {lease.By}{(lease.Reason is { } reason ? $" ({reason})" : "")}";
            if (lease.Until <= now)
                host.Warning($"{what}, and their lease has ended at {lease.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Let them in with: dbsafety resume");
            else
                host.Verbose($"{what}, until {lease.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
        }
    }
}
