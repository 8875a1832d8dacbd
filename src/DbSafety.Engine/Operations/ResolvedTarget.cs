using DbSafety.Engine.Monitoring;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Projects;

namespace DbSafety.Engine.Operations;

/// <summary>The database that a command works on, with the rules that hold there. Disposing it ends a throw-away server.</summary>
public sealed class ResolvedTarget : IAsyncDisposable
{
    private readonly IAsyncDisposable? _server;

    internal ResolvedTarget(string name, bool isDeclared, Sessions sessions, EnvironmentPolicy policy, ProjectFolder? project, IAsyncDisposable? server = null)
    {
        Name = name;
        IsDeclared = isDeclared;
        Sessions = sessions;
        Policy = policy;
        Project = project;
        _server = server;
    }

    /// <summary>The target's name; the database's name where a connection was given instead of a target.</summary>
    public string Name { get; }

    /// <summary>True for a target of <c>dbsafety.yaml</c>; false for a connection or a throw-away server.</summary>
    public bool IsDeclared { get; }

    /// <summary>The words by which a command names it again; empty where it is in no project.</summary>
    public string Option => IsDeclared ? $" --target {Name}" : "";

    /// <summary>The environment: <c>development</c>, <c>staging</c>, <c>production</c>, an own word, <c>undeclared</c> or <c>sandbox</c>.</summary>
    public string Environment => Policy.Name;

    /// <summary>The target is in production.</summary>
    public bool IsProduction => Policy.IsProduction;

    /// <summary>Opens sessions on the database.</summary>
    public Sessions Sessions { get; }

    /// <summary>The admin console of the PgBouncer in front of the database; null where there is none.</summary>
    public Npgsql.NpgsqlConnectionStringBuilder? Pooler { get; init; }

    /// <summary>The project; null where a connection was given and no project was found or named.</summary>
    public ProjectFolder? Project { get; }

    /// <summary>The rules that hold there.</summary>
    public EnvironmentPolicy Policy { get; }

    /// <summary>What the applications are asked after a change.</summary>
    public IReadOnlyList<AppCheck> Checks => Project?.Configuration.Checks ?? [];

    /// <summary>The project, for a command that cannot work without one.</summary>
    /// <exception cref="Core.Errors.DbSafetyException"><c>ProjectNotFound</c>.</exception>
    public ProjectFolder RequireProject() => Project ?? throw new Core.Errors.DbSafetyException(
        "ProjectNotFound", Core.Errors.ErrorKind.NotFound, "This command works on a project's files, and no project was found.")
    {
        State = "Nothing was changed.",
        NextStep = "Name the project's folder with --project, or make one with: dbsafety init",
    };

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
