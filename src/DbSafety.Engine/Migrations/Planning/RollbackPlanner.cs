using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Projects.Layouts;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Planning;

/// <summary>
/// Decides what is rolled back, the last applied first, and by which script: the file as it is now, since a rollback script is mended
/// when a rehearsal shows it to be wrong; the one kept in the journal where the file is gone.
/// </summary>
public sealed class RollbackPlanner(ProjectFolder project, MigrationCatalog catalog, MigrationHistory history, NpgsqlConnection session)
{
    private readonly List<PlanProblem> _problems = [];

    /// <summary>What the options ask for.</summary>
    /// <exception cref="DbSafetyException">All that is wrong, at once.</exception>
    public async Task<IReadOnlyList<PlannedRollback>> PlanAsync(UndoSafeMigrationOptions options, CancellationToken cancellationToken)
    {
        var planned = new List<PlannedRollback>();
        foreach (var record in Choose(options))
        {
            if (await PlanAsync(record, cancellationToken) is { } rollback)
                planned.Add(rollback);
        }

        PlanProblem.ThrowIfAny(_problems);
        return planned;
    }

    // What is there at all, the newest first: what is applied, and what was begun.
    private IReadOnlyList<MigrationRecord> Choose(UndoSafeMigrationOptions options)
    {
        var there = history.Applied.Concat(history.Unfinished).DistinctBy(record => record.Id).OrderByDescending(record => record.Scripts!.Position).ToList();
        if (new[] { options.Id is not null, options.Last is not null, options.All }.Count(given => given) != 1)
            throw RollbackRefusals.ChooseOne(there.FirstOrDefault()?.Id);
        if (options.Only && options.Id is null)
            throw RollbackRefusals.OnlyWithoutId();
        if (options.All)
            return there;
        if (options.Last is { } count)
            return count > 0 ? [.. there.Take(count)] : throw RollbackRefusals.LastNotPositive(count);
        var id = catalog.Find(options.Id!)?.Id ?? options.Id!;
        var index = there.FindIndex(record => record.Id == id);
        if (index >= 0 && options.Only)
            return [there[index]];
        return index >= 0 ? [.. there.Take(index + 1)] : throw RollbackRefusals.NotApplied(id, catalog.Find(id) is not null, there.Select(record => record.Id));
    }

    // A rollback without a statement serves where the policy took it for one when the migration was applied.
    private static MigrationScript? Script(MigrationSource? source, JournalRow applied) =>
        source?.Rollback ?? (applied.Entry.RollbackScript is not null ? source?.EmptyRollback : null);

    private async Task<PlannedRollback?> PlanAsync(MigrationRecord record, CancellationToken cancellationToken)
    {
        var row = record.Scripts!;
        var kept = row.Entry.RollbackScript is { } key ? await JournalReader.ReadScriptAsync(session, key, cancellationToken) : null;
        var found = new List<ScriptProblem>();
        var resumes = record.Unfinished is { Direction: MigrationDirection.Rollback } unfinished ? unfinished : null;
        PlannedRollback? planned;
        if (Script(catalog.Find(record.Id), row) is { } script)
        {
            var plan = ScriptPlanner.Plan(script, found);
            var changed = plan is not null && row.Entry.RollbackScript is { } applied && applied != plan.Key && kept is not null
                && ScriptText.Read(System.Text.Encoding.UTF8.GetBytes(kept)).Checksum != plan.Source.Checksum;
            planned = plan is null ? null : new PlannedRollback(record.Id, plan, row)
            {
                Note = changed ? $"{project.Relative(script.Path)} has changed since {record.Id} was applied; the file as it is now is used" : null,
            };
        }
        else if (kept is not null)
        {
            var name = $"rollback of {record.Id} in the journal";
            var plan = ScriptPlanner.Plan(ScriptText.Read(System.Text.Encoding.UTF8.GetBytes(kept), name), name, noTransaction: false, found);
            planned = plan is null ? null : new PlannedRollback(record.Id, plan, row) { Note = plan.IsEmpty ? null : $"the rollback script of {record.Id} is gone; the one kept in the journal is used" };
        }
        else
        {
            _problems.Add(RollbackRefusals.Missing(record, project));
            return null;
        }

        _problems.AddRange(found.Select(PlanProblem.Of));
        return planned is null ? null : planned with { Resumes = resumes };
    }
}
