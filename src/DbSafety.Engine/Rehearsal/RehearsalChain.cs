using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Rehearsal.Contents;
using DbSafety.Engine.Rehearsal.Shadows;
using DbSafety.Engine.Rehearsal.Tracing;

namespace DbSafety.Engine.Rehearsal;

/// <summary>
/// Rehearses migrations one after another on one shadow. One whose up script fails is left out, and those after it are rehearsed
/// without it, which their certificates say: so a person sees all that is wrong at once.
/// </summary>
internal sealed class RehearsalChain(Shadow shadow, string target, LimitPolicy limits, IOperationHost host)
{
    private readonly List<string> _leftOut = [];

    /// <summary>Rehearses them; those that are not wanted are only applied, since later ones need them.</summary>
    public async IAsyncEnumerable<MigrationRehearsal> RunAsync(
        IReadOnlyList<RehearsedScripts> migrations, Func<RehearsedScripts, bool> isWanted, long rowsOnShadow,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await shadow.OpenAsync(cancellationToken);
        var relations = await BaseRelations.ReadAsync(shadow.Connection, cancellationToken);
        var state = await DatabaseState.ReadAsync(shadow.Connection, null, new TouchedRelations(), cancellationToken);
        for (var i = 0; i < migrations.Count; i++)
        {
            var migration = migrations[i];
            host.Progress(new ProgressReport("Rehearsing", migration.Id, i, migrations.Count, "migrations"));
            var began = host.Time.GetTimestamp();
            var rehearser = new MigrationRehearser(shadow, relations, limits, host);
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

        host.Progress(new ProgressReport("Rehearsing", "", migrations.Count, migrations.Count, "migrations", Completed: true));
    }

    private string Names() => _leftOut.Count <= 3 ? string.Join(", ", _leftOut) : $"{string.Join(", ", _leftOut.Take(3))} and {_leftOut.Count - 3} more";
}
