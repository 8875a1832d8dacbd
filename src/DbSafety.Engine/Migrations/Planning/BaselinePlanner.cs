using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Projects.Journals;
using DbSafety.Engine.Projects.Layouts;
using Npgsql;

namespace DbSafety.Engine.Migrations.Planning;

/// <summary>Decides what is recorded as applied: up to an id that a person names, or what another tool's journal has.</summary>
internal sealed class BaselinePlanner(MigrationCatalog catalog, MigrationHistory history, NpgsqlConnection session, IOperationHost host)
{
    public async Task<IReadOnlyList<BaselineMigration>> PlanAsync(RegisterSafeMigrationOptions options, CancellationToken cancellationToken)
    {
        if (options.FromJournal == (options.To is not null))
        {
            throw new DbSafetyException("BaselineNotChosen", ErrorKind.InvalidArgument, "Say what the database already holds: the id of the last migration, or --from-journal.")
            {
                State = "Nothing was changed.",
                NextStep = "See the migrations with: dbsafety status; then run: dbsafety baseline <id>",
            };
        }

        var candidates = options.FromJournal ? await FromJournalAsync(cancellationToken) : UpTo(options.To!);
        return [.. candidates.Select(candidate => Read(candidate.Source, candidate.Origin)).OfType<BaselineMigration>()];
    }

    private IEnumerable<(MigrationSource Source, string Origin)> UpTo(string to)
    {
        var last = catalog.Find(to) ?? throw PlanRefusals.NotFound(to, catalog);
        return catalog.Sources
            .Where(source => ReferenceEquals(source, last) || (source.Repeats == RepeatableKind.Once && last.Repeats == RepeatableKind.Once && source.Version <= last.Version))
            .Select(source => (source, "by hand"));
    }

    private async Task<IEnumerable<(MigrationSource Source, string Origin)>> FromJournalAsync(CancellationToken cancellationToken)
    {
        var journals = await ForeignJournals.ReadAsync(session, cancellationToken);
        if (journals.Count == 0)
        {
            throw new DbSafetyException("ForeignJournalNotFound", ErrorKind.NotFound, "No journal of another tool was found in the database.")
            {
                State = "Nothing was changed.",
                NextStep = "Name the last migration that the database already holds: dbsafety baseline <id>",
            };
        }

        var found = new List<(MigrationSource, string)>();
        foreach (var journal in journals)
        {
            var match = journal.Match(catalog);
            foreach (var warning in journal.Warnings)
                host.Warning(warning);
            foreach (var (source, _) in match.Failed)
                host.Warning($"{source.Id} is not registered: {journal.Tool} has it as begun and not ended.");
            if (match.Unknown.Count > 0)
                host.Warning($"{journal.Table} has {match.Unknown.Count} lines for which the project has no file: {string.Join(", ", match.Unknown.Take(5).Select(entry => entry.Name))}{(match.Unknown.Count > 5 ? ", …" : "")}");
            found.AddRange(match.Applied.Select(pair => (pair.Key, $"{journal.Tool}, {journal.Table}{(pair.Value.AppliedAt is { } when ? $", {when}" : "")}")));
        }

        return found.Count > 0 ? found.DistinctBy(item => item.Item1.Id) : throw new DbSafetyException("ForeignJournalUnmatched", ErrorKind.NotFound,
            $"No migration of the project is in the journal of {string.Join(" or ", journals.Select(journal => $"{journal.Tool} ({journal.Table})"))}.")
        {
            State = "Nothing was changed.",
            NextStep = "Name the last migration that the database already holds: dbsafety baseline <id>",
        };
    }

    // What is applied already is left as it is, unless its file has changed since: registering it accepts the file as it is now.
    private BaselineMigration? Read(MigrationSource source, string origin)
    {
        var up = ScriptFile.Read(source.Up);
        if (history.Find(source.Id)?.Applied is { } applied && !ChecksumRule.IsChanged(applied, up))
            return null;
        return new BaselineMigration(source, up, source.Rollback is null or { Program: not null } ? null : ScriptFile.Read(source.Rollback), origin);
    }
}
