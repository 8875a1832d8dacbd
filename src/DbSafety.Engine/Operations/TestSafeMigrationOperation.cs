using System.IO.Enumeration;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Hazards.Catalog;
using DbSafety.Engine.Hazards.Linting;
using DbSafety.Engine.Hazards.Measuring;
using DbSafety.Engine.Hazards;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Projects.Layouts;
using DbSafety.Engine.Rehearsal.Certificates;
using DbSafety.Engine.Rehearsal.Shadows;
using DbSafety.Engine.Rehearsal.Tracing;
using DbSafety.Engine.Rehearsal;

namespace DbSafety.Engine.Operations;

/// <summary>Rehearses pending migrations on a shadow of the target, which is only read.</summary>
public sealed class TestSafeMigrationOperation : IOperation<TestSafeMigrationOptions>
{
    private const long Megabyte = 1 << 20;
    private readonly bool _readsAll;

    public TestSafeMigrationOperation()
    {
    }

    /// <summary>For comparison: reads the whole schema after every script.</summary>
    internal TestSafeMigrationOperation(bool readsAll) => _readsAll = readsAll;

    public async Task RunAsync(TestSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        await using var target = await TargetResolver.ResolveAsync(options, host, cancellationToken);
        if (options.RemoveLeftovers)
        {
            await ShadowPlace.CleanAsync(target, options.Shadow, host, cancellationToken);
            return;
        }

        var (pending, facts) = await ReadAsync(target, options, host, cancellationToken);
        if (pending.Count == 0 || !await ConfirmAsync(target, options, pending.Count, host, cancellationToken))
            return;
        var rehearsals = await RehearseAsync(target, pending, facts, options, _readsAll, host, cancellationToken);
        if (rehearsals is null)
        {
            host.Warning("The schema of the shadow changed in a way that was not seen from the scripts' locks and the catalogs' rows: everything is rehearsed again, and read whole each time, which takes longer.");
            rehearsals = await RehearseAsync(target, pending, facts, options, readsAll: true, host, cancellationToken);
        }

        var store = new CertificateStore(target.RequireProject());
        foreach (var rehearsal in await JudgeAsync(target, pending, rehearsals!, cancellationToken))
            host.Write(rehearsal with { CertificatePath = await store.WriteAsync(target.Name, rehearsal, cancellationToken) });
    }

    /// <summary>Null where the schema could not be followed from change to change.</summary>
    private static async Task<IReadOnlyList<MigrationRehearsal>?> RehearseAsync(
        ResolvedTarget target, IReadOnlyList<RehearsedScripts> pending, ServerFacts facts, TestSafeMigrationOptions options, bool readsAll, IOperationHost host, CancellationToken cancellationToken)
    {
        var scripts = pending.SelectMany(migration => migration.All).ToList();
        await using var server = await ShadowPlace.ChooseAsync(target, facts, options.Shadow, scripts, host, cancellationToken);
        var builder = new ShadowBuilder(server, target.Sessions, host);
        await using var shadow = await builder.BuildAsync(scripts, options.NoData ? 0 : (options.MaxData ?? TestSafeMigrationOptions.DefaultMaxData) * Megabyte, cancellationToken);
        var chain = new RehearsalChain(shadow, target.Name, target.Policy.Limits, readsAll, host);
        var rehearsals = new List<MigrationRehearsal>();
        await foreach (var rehearsal in chain.RunAsync(pending, migration => IsWanted(migration.Id, options), builder.Loaded.Sum(table => table.Rows), cancellationToken))
            rehearsals.Add(rehearsal with { Traces = LiveEstimates.Add(rehearsal.Traces, builder.Loaded) });
        return chain.WasFollowed ? rehearsals : null;
    }

    private static async Task<IReadOnlyList<MigrationRehearsal>> JudgeAsync(
        ResolvedTarget target, IReadOnlyList<RehearsedScripts> pending, IReadOnlyList<MigrationRehearsal> rehearsals, CancellationToken cancellationToken)
    {
        var chain = pending.Where(migration => migration.Up is not null).Select(migration => ChainScript.Of(migration.Id, migration.Up!)).ToList();
        await using var session = await target.Sessions.OpenAsync("rehearsal", cancellationToken);
        var facts = await TargetFactsReader.ReadAsync(session, ScriptChain.Names(chain), cancellationToken);
        var judged = new HazardAnalyzer(facts, target.Policy.Hazards, target.Policy.Limits).Read(chain).ToDictionary(script => script.Script.Id);
        return [.. rehearsals.Select(rehearsal => !judged.TryGetValue(rehearsal.Id, out var script) ? rehearsal : rehearsal with
        {
            Hazards = MeasuredHazards.Apply(script, rehearsal.Traces.FirstOrDefault(trace => trace.Part == RehearsalPart.Up), target.Policy.Hazards, target.Policy.Limits.MaxRows).Hazards,
        })];
    }

    private static async Task<(IReadOnlyList<RehearsedScripts> Pending, ServerFacts Facts)> ReadAsync(
        ResolvedTarget target, TestSafeMigrationOptions options, IOperationHost host, CancellationToken cancellationToken)
    {
        var found = await RunPreparation.ReadAsync(target, host, "rehearsal", readOnly: true, cancellationToken);
        await using var session = found.Session;
        await found.RefuseForeignJournalAsync(cancellationToken);
        var pending = found.Catalog.Sources.Where(source => IsPending(source, found.History)).ToList();
        foreach (var id in options.Id.Where(id => !pending.Any(source => Matches(source.Id, id))))
            throw NotPending(id, found.Catalog);
        // Those after the last one that is wanted are nobody's concern.
        var last = pending.FindLastIndex(source => IsWanted(source.Id, options));
        return ([.. pending.Take(last + 1).Select(RehearsedScripts.Read)], await ServerFacts.ReadAsync(session.Connection, cancellationToken));
    }

    private static Task<bool> ConfirmAsync(ResolvedTarget target, TestSafeMigrationOptions options, int count, IOperationHost host, CancellationToken cancellationToken) =>
        host.ConfirmAsync(new Confirmation(options.Shadow is null ? target.Sessions.Description : "the server for the shadow",
            $"Make a shadow database, rehearse {count} {(count == 1 ? "migration" : "migrations")} on it, and drop it again", ChangeImpact.Low), cancellationToken);

    private static bool IsPending(MigrationSource source, MigrationHistory history) =>
        history.Find(source.Id)?.Applied is null || source.Repeats != RepeatableKind.Once;

    private static bool IsWanted(string id, TestSafeMigrationOptions options) => options.Id.Length == 0 || options.Id.Any(pattern => Matches(id, pattern));

    private static bool Matches(string id, string pattern) => FileSystemName.MatchesSimpleExpression(pattern, id, ignoreCase: true);

    private static DbSafetyException NotPending(string id, MigrationCatalog catalog) =>
        new("MigrationNotPending", ErrorKind.NotFound, catalog.Find(id) is null ? $"No migration is named '{id}'." : $"{id} is applied already: there is nothing to rehearse.")
        {
            State = "Nothing was changed, and nothing was rehearsed.",
            NextStep = "See what is pending: dbsafety status --pending",
        };
}
