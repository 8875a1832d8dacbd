using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Connections.Leases;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Sandbox;

namespace DbSafety.Engine.Operations;

/// <summary>Finds the database that the options mean.</summary>
public static class TargetResolver
{
    /// <summary>
    /// The throw-away server, the connection, the named target, the project's default target or its only one. No session is opened.
    /// A connection or a throw-away server needs no project, but has one where it is named or near.
    /// </summary>
    /// <exception cref="DbSafetyException">The options contradict each other, or what they name is not there.</exception>
    public static async Task<ResolvedTarget> ResolveAsync(DatabaseOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var target = await FindAsync(options, host, cancellationToken);
        LeaseReminder.Tell(target, host);
        return target;
    }

    private static async Task<ResolvedTarget> FindAsync(DatabaseOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        RefuseContradictions(options);
        if (options.Connection is { } text)
            return FromConnection(text, options, host);
        if (options.Sandbox)
            return await FromSandboxAsync(options, host, cancellationToken);
        var project = ProjectFolder.Open(options.Project, host);
        var target = TargetChoice.Choose(project.Configuration, options.Target, project.ConfigurationFile);
        var connection = TargetConnection.Read(project, target, host).As(options.Credential);
        return new ResolvedTarget(target.Name, true, new Sessions(connection), project.Configuration.PolicyOf(target.Environment), project)
        {
            Pooler = TargetConnection.Pooler(project, target, host),
        };
    }

    private static ResolvedTarget FromConnection(string text, DatabaseOptions options, IOperationHost host)
    {
        var project = ProjectOf(options, host);
        var connection = ConnectionText.Parse(text, host.GetEnvironmentVariable).As(options.Credential);
        // A database does not leave its rules behind when somebody writes its address out.
        if (project is not null && TargetConnection.FindSame(project, connection, host) is { } known)
        {
            host.Verbose($"The connection is target '{known.Name}' of the project: the rules of {known.Environment} hold.");
            return new ResolvedTarget(known.Name, true, new Sessions(connection), project.Configuration.PolicyOf(known.Environment), project)
            {
                Pooler = TargetConnection.Pooler(project, known, host),
            };
        }

        return new ResolvedTarget(connection.Database!, false, new Sessions(connection), PolicyOf(project, EnvironmentPolicy.Undeclared), project);
    }

    private static async Task<ResolvedTarget> FromSandboxAsync(DatabaseOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        // What can be wrong in the project is found before a server is started for it.
        var project = ProjectOf(options, host);
        var server = await SandboxServer.StartAsync(options.SandboxVersion, host, cancellationToken);
        return new ResolvedTarget("sandbox", false, new Sessions(server.Connection), PolicyOf(project, EnvironmentPolicy.Sandbox), project, server);
    }

    private static ProjectFolder? ProjectOf(DatabaseOptions options, IOperationHost host) =>
        options.Project is null ? ProjectFolder.OpenNearest(host) : ProjectFolder.Open(options.Project, host);

    private static EnvironmentPolicy PolicyOf(ProjectFolder? project, string environment) =>
        project?.Configuration.PolicyOf(environment) ?? EnvironmentPolicy.Default(environment);

    /// <exception cref="DbSafetyException"><c>TargetAmbiguous</c>.</exception>
    internal static void RefuseContradictions(DatabaseOptions options)
    {
        var given = new[] { options.Target is null ? null : "--target", options.Connection is null ? null : "--connection", options.Sandbox ? "--sandbox" : null }
            .Where(name => name is not null).ToList();
        if (given.Count > 1)
        {
            throw new DbSafetyException("TargetAmbiguous", ErrorKind.InvalidArgument, $"{string.Join(" and ", given)} each name a database; one of them is wanted.")
            {
                State = "Nothing was changed.",
                NextStep = $"Leave out all but one of {string.Join(", ", given)}.",
            };
        }
    }
}
