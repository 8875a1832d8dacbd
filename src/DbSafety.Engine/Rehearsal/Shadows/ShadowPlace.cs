using DbSafety.Core.Hosting;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Postgres;

namespace DbSafety.Engine.Rehearsal.Shadows;

/// <summary>
/// Decides on which server the shadow is made: the one that was named; else the target's own, where the role may create databases and
/// no script reaches beyond its database; else a throw-away server of the same major version.
/// </summary>
internal static class ShadowPlace
{
    /// <summary>The word that stands for a throw-away server.</summary>
    public const string ThrowAway = "sandbox";

    public static async Task<ShadowServer> ChooseAsync(
        ResolvedTarget target, ServerFacts facts, string? wanted, IEnumerable<ScriptPlan> scripts, IOperationHost host, CancellationToken cancellationToken)
    {
        var reaching = ClusterEffects.Find(scripts);
        if (string.Equals(wanted, ThrowAway, StringComparison.OrdinalIgnoreCase))
            return await ShadowServer.StartAsync(facts.Major, host, cancellationToken);
        // The target's server may be a throw-away one itself: then nobody minds what becomes of it.
        if (target.Environment == Projects.EnvironmentPolicy.Sandbox && wanted is null && reaching.Count == 0)
            return await ShadowServer.OnAsync(target.Sessions, host, cancellationToken);
        if (wanted is not null)
            return await OnNamedAsync(wanted, facts, reaching, host, cancellationToken);
        if (reaching.Count > 0)
            host.Verbose($"{reaching[0]} reaches beyond its database, so the rehearsal takes place on a throw-away server.");
        else if (!facts.CanCreateDatabase)
            host.Verbose($"The role {facts.Role} may not create databases, so the rehearsal takes place on a throw-away server.");
        else if (facts.InRecovery)
            host.Verbose("The target is a standby, so the rehearsal takes place on a throw-away server.");
        else
            return await ShadowServer.OnAsync(target.Sessions, host, cancellationToken);
        return await ShadowServer.StartAsync(facts.Major, host, cancellationToken);
    }

    /// <summary>Removes what killed rehearsals left on the server that was named, or on the target's own; a throw-away server dies with its rehearsal.</summary>
    public static async Task CleanAsync(ResolvedTarget target, string? wanted, IOperationHost host, CancellationToken cancellationToken)
    {
        var sessions = wanted is null ? target.Sessions : new Sessions(ConnectionText.Parse(wanted, host.GetEnvironmentVariable));
        await using var server = await ShadowServer.OnAsync(sessions, host, cancellationToken);
    }

    private static async Task<ShadowServer> OnNamedAsync(string wanted, ServerFacts facts, IReadOnlyList<string> reaching, IOperationHost host, CancellationToken cancellationToken)
    {
        if (reaching.Count > 0)
            throw ShadowErrors.ReachesCluster(reaching);
        var sessions = new Sessions(ConnectionText.Parse(wanted, host.GetEnvironmentVariable));
        await using (var connection = await sessions.OpenAsync("shadow", cancellationToken))
        {
            var shadow = await ServerFacts.ReadAsync(connection, cancellationToken);
            if (shadow.Major != facts.Major)
                throw ShadowErrors.VersionDiffers(facts.Major, shadow.Major);
        }

        return await ShadowServer.OnAsync(sessions, host, cancellationToken);
    }
}
