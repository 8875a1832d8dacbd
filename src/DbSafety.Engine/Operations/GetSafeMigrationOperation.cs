using System.IO.Enumeration;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;

namespace DbSafety.Engine.Operations;

/// <summary>Lists migrations with what the journal says of them.</summary>
public sealed class GetSafeMigrationOperation : IOperation<GetSafeMigrationOptions>
{
    public async Task RunAsync(GetSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        var found = await RunPreparation.ReadAsync(target, host, "status", readOnly: true, cancellationToken);
        await using var session = found.Session;
        if (await RunLock.FindHolderAsync(session.Connection, cancellationToken) is { } holder)
            host.Warning($"A run is under way: {holder}. What follows may change at any moment.");
        else
        {
            found.TellOfEarlierRuns(host);
            await Drift.TellAsync(found, host, cancellationToken);
        }

        var all = new MigrationStatus(found.Catalog, found.History, target.Name).List();
        foreach (var id in options.Id.Where(id => !all.Any(migration => Matches(migration, id))))
            host.Warning($"No migration is named '{id}'.");
        foreach (var migration in all.Where(migration => IsWanted(migration, options)))
            host.Write(migration);
    }

    private static bool IsWanted(MigrationInfo migration, GetSafeMigrationOptions options)
    {
        var applied = migration.State is MigrationState.Applied or MigrationState.Changed or MigrationState.Missing;
        return (options.Id.Length == 0 || options.Id.Any(id => Matches(migration, id)))
            && (options.Pending == options.Applied || (options.Applied ? applied : !applied));
    }

    private static bool Matches(MigrationInfo migration, string pattern) => FileSystemName.MatchesSimpleExpression(pattern, migration.Id, ignoreCase: true);
}
