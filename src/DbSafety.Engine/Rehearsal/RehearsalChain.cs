using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Rehearsal.Contents;
using DbSafety.Engine.Rehearsal.Shadows;
using DbSafety.Engine.Rehearsal.Tracing;
using DbSafety.Engine.Schema.Differences;

namespace DbSafety.Engine.Rehearsal;

/// <summary>
/// Rehearses migrations one after another on one shadow. One whose up script fails is left out, and those after it are rehearsed
/// without it, which their certificates say: so a person sees all that is wrong at once.
/// </summary>
internal sealed class RehearsalChain(Shadow shadow, string target, LimitPolicy limits, bool readsAll, IOperationHost host)
{
    private readonly List<string> _leftOut = [];

    /// <summary>
    /// After the chain has ended: the schema as it was followed from change to change is the one that is there. Where it is not, no
    /// verdict of the chain counts, and it has to be rehearsed with the whole schema read each time.
    /// </summary>
    public bool WasFollowed { get; private set; }

    /// <summary>Rehearses them; those that are not wanted are only applied, since later ones need them.</summary>
    public async IAsyncEnumerable<MigrationRehearsal> RunAsync(
        IReadOnlyList<RehearsedScripts> migrations, Func<RehearsedScripts, bool> isWanted, long rowsOnShadow,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await shadow.OpenAsync(cancellationToken);
        var relations = await BaseRelations.ReadAsync(shadow.Connection, cancellationToken);
        var state = await DatabaseState.ReadAsync(shadow, null, new TouchedRelations(), readsAll, cancellationToken);
        for (var i = 0; i < migrations.Count; i++)
        {
            var migration = migrations[i];
            host.Progress(new ProgressReport("Rehearsing", migration.Id, i, migrations.Count, "migrations"));
            var began = host.Time.GetTimestamp();
            var rehearser = new MigrationRehearser(shadow, relations, limits, readsAll, host);
            (var certificate, state) = await rehearser.RunAsync(migration, state, cancellationToken);
            if (certificate.Failure?.Part is RehearsalPart.Up or RehearsalPart.UpAgain)
                _leftOut.Add(migration.Id);
            else if (_leftOut.Count > 0)
                certificate = certificate with { Notes = [.. certificate.Notes, $"Rehearsed without {Names()}, whose up script fails."] };
            if (isWanted(migration))
            {
                yield return new MigrationRehearsal(migration.Id, target, certificate with { RowsOnShadow = rowsOnShadow, MadeAt = host.Time.GetUtcNow() },
                    rehearser.Traces, host.Time.GetElapsedTime(began), shadow.Description, null);
            }
        }

        WasFollowed = readsAll || await IsSameAsync(state, cancellationToken);
        host.Progress(new ProgressReport("Rehearsing", "", migrations.Count, migrations.Count, "migrations", Completed: true));
    }

    private async Task<bool> IsSameAsync(DatabaseState followed, CancellationToken cancellationToken)
    {
        var whole = await DatabaseState.ReadAsync(shadow, null, new TouchedRelations(), readsAll: true, cancellationToken);
        if (whole.Schema.Fingerprint == followed.Schema.Fingerprint)
            return true;
        foreach (var difference in SchemaComparison.Compare(whole.Schema, followed.Schema))
            host.Verbose($"Followed otherwise than it is: {difference.Object}: {string.Join(" ", difference.Detail)}");
        return false;
    }

    private string Names() => _leftOut.Count <= 3 ? string.Join(", ", _leftOut) : $"{string.Join(", ", _leftOut.Take(3))} and {_leftOut.Count - 3} more";
}
