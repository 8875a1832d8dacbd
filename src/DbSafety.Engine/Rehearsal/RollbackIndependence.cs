using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Projects.Layouts;
using DbSafety.Engine.Rehearsal.Shadows;
using DbSafety.Engine.Rehearsal.Tracing;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Engine.Rehearsal;

/// <summary>
/// Shows on a shadow whether a migration can be rolled back while those after it stay: their verify scripts still pass, and both orders
/// of the rollbacks end in the same schema.
/// </summary>
internal sealed class RollbackIndependence(ResolvedTarget target, MigrationCatalog catalog, IOperationHost host)
{
    private const long Megabyte = 1 << 20;

    /// <summary>Rehearses it.</summary>
    /// <param name="session">A session on the target.</param>
    /// <param name="only">The one in the middle.</param>
    /// <param name="later">Those applied after it, the last first.</param>
    /// <returns>The fingerprint that the target will have afterwards; null where the shadow's cannot stand for it.</returns>
    /// <exception cref="Core.Errors.DbSafetyException"><c>RollbackNotIndependent</c>.</exception>
    public async Task<string?> RequireAsync(NpgsqlConnection session, PlannedRollback only, IReadOnlyList<PlannedRollback> later, CancellationToken cancellationToken)
    {
        host.Verbose($"Rehearsing on a shadow whether {only.Id} is independent of the {later.Count} applied after it.");
        IReadOnlyList<ScriptPlan> scripts = [only.Script, .. later.Select(rollback => rollback.Script)];
        await using var server = await ShadowPlace.ChooseAsync(target, await ServerFacts.ReadAsync(session, cancellationToken), null, scripts, host, cancellationToken);
        await using var shadow = await new ShadowBuilder(server, target.Sessions, host).BuildAsync(scripts, TestSafeMigrationOptions.DefaultMaxData * Megabyte, cancellationToken);
        await shadow.OpenAsync(cancellationToken);
        var before = await FingerprintAsync(shadow, cancellationToken);
        var kept = await shadow.SaveAsync(cancellationToken);
        await RunAsync(shadow, only, [.. later, only], "in the usual order", cancellationToken);
        var usual = await FingerprintAsync(shadow, cancellationToken);

        await shadow.RestoreAsync(kept, cancellationToken);
        await RunAsync(shadow, only, [only], "while the later ones stay", cancellationToken);
        var alone = await FingerprintAsync(shadow, cancellationToken);
        await VerifyAsync(shadow, only, later, cancellationToken);
        await RunAsync(shadow, only, later, $"after {only.Id} was rolled back", cancellationToken);
        if (await FingerprintAsync(shadow, cancellationToken) != usual)
            throw RollbackRefusals.NotIndependent(only.Id, "the order of the rollbacks makes a difference to the schema in which they end");
        return before == (await SchemaReader.ReadAsync(session, cancellationToken)).Fingerprint ? alone : null;
    }

    private async Task RunAsync(Shadow shadow, PlannedRollback only, IEnumerable<PlannedRollback> rollbacks, string order, CancellationToken cancellationToken)
    {
        var scripts = new ShadowScripts(shadow, host);
        foreach (var rollback in rollbacks)
        {
            if (await scripts.RunAsync(rollback.Script, null, new TouchedRelations(), cancellationToken) is { } error)
                throw RollbackRefusals.NotIndependent(only.Id, $"in the rehearsal the rollback of {rollback.Id} fails {order}: {error.Message}");
        }
    }

    private async Task VerifyAsync(Shadow shadow, PlannedRollback only, IReadOnlyList<PlannedRollback> later, CancellationToken cancellationToken)
    {
        foreach (var source in later.Select(rollback => catalog.Find(rollback.Id)).OfType<MigrationSource>().Where(source => source.Verify is not null))
        {
            if (ScriptPlanner.Plan(source.Verify!, []) is { } verify
                && await new VerifyRunner(shadow.Sessions, target.Policy.Limits).RunAsync(verify, source.VerifyPassesUnlessError, cancellationToken) is { } error)
                throw RollbackRefusals.NotIndependent(only.Id, $"in the rehearsal {source.Id} does not verify without it: {error.Message}");
        }
    }

    private static async Task<string> FingerprintAsync(Shadow shadow, CancellationToken cancellationToken)
    {
        await shadow.OpenAsync(cancellationToken);
        return (await SchemaReader.ReadAsync(shadow.Connection, cancellationToken)).Fingerprint;
    }
}
