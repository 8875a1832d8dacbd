using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Operations.Runbooks;

/// <summary>The database of a run: what its commands are given, and whose policy holds. A runbook may work on none.</summary>
internal sealed class RunDatabase : IAsyncDisposable
{
    private readonly ResolvedTarget? _target;

    private RunDatabase(ResolvedTarget? target, IReadOnlyDictionary<string, string> defaults, string? description, IOperationHost host)
    {
        _target = target;
        Defaults = defaults;
        Description = description;
        Approvals = target is null ? null : new ApprovalGate(target, host);
    }

    /// <summary>Parameters that the commands of the steps are given.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; }

    /// <summary>The target's name, or the connection without its password.</summary>
    public string? Description { get; }

    /// <summary>The database; null where the runbook works on none.</summary>
    public ResolvedTarget? Target => _target;

    public ApprovalGate? Approvals { get; }

    /// <summary>Opens sessions on it; null where the run works on none.</summary>
    public Sessions? Sessions => _target?.Sessions;

    /// <exception cref="DbSafetyException">What is named is not there.</exception>
    public static async Task<RunDatabase> FindAsync(DatabaseOptions options, ProjectFolder? project, IOperationHost host, CancellationToken cancellationToken)
    {
        if (options.Sandbox)
        {
            throw new DbSafetyException("RunbookNeedsDatabase", ErrorKind.InvalidArgument, "A runbook works on a database that outlives it; a throw-away server does not.")
            {
                State = "Nothing was run.",
                NextStep = "Start one with 'dbsafety sandbox' and give its --connection.",
            };
        }

        var defaults = new Dictionary<string, string>();
        if (project is not null)
            defaults[nameof(options.Project)] = project.Path;
        if (options.Target is null && options.Connection is null && (project is null || project.Configuration.Targets.Count == 0))
            return new RunDatabase(null, defaults, null, host);
        var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        if (options.Connection is { } connection)
            defaults[nameof(options.Connection)] = connection;
        else
            defaults[nameof(options.Target)] = target.Name;
        var description = options.Connection is null ? target.Name : ConnectionText.Describe(ConnectionText.Parse(options.Connection, host.GetEnvironmentVariable));
        return new RunDatabase(target, defaults, description, host);
    }

    public ValueTask DisposeAsync() => _target?.DisposeAsync() ?? ValueTask.CompletedTask;
}
