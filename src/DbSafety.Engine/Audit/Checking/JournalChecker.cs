using DbSafety.Core.Hosting;
using DbSafety.Core.Results.Journals;
using DbSafety.Engine.Audit.Chains;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Operations;

namespace DbSafety.Engine.Audit.Checking;

/// <summary>Checks a target's journal: each chain by itself, the one against the other, and both against what was kept elsewhere.</summary>
internal sealed class JournalChecker(ResolvedTarget target, IOperationHost host)
{
    private readonly List<JournalFinding> _findings = [];

    /// <param name="heads">Heads that were kept elsewhere.</param>
    /// <param name="fileOnly">The database is not asked.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<JournalCheck> CheckAsync(IReadOnlyList<string> heads, bool fileOnly, CancellationToken cancellationToken)
    {
        var witnesses = Witnesses.Find(heads, target);
        var file = await FileAsync(cancellationToken);
        var state = fileOnly ? null : await DatabaseAsync(file, cancellationToken);
        if (state is null)
            Notice("DatabaseNotAsked", JournalPlace.Database, "The database was not asked: what was changed there is not seen.");
        var rows = state?.Rows ?? [.. file?.Rows.Values.Select(kept => kept.Row) ?? []];
        var chain = state is null ? [] : RowChain.Check(state.Rows).ToList();
        _findings.AddRange(chain);
        _findings.AddRange(file?.Findings ?? []);
        if (state is not null && file is not null && file.Count > 0)
            _findings.AddRange(PlaceComparison.Check(state.Rows, state, file, chain, host.MachineName));
        var found = Confirm(witnesses, rows);
        var last = rows.MaxBy(row => row.Position);
        return new JournalCheck(target.Name, state is null ? null : target.Sessions.Description, file is null ? null : AuditFile.Of(target, host)?.Path, state?.Rows.Count ?? 0, file?.Count ?? 0, found,
            last is null ? null : new JournalHead(last.Position, last.Hash), _findings.TrueForAll(finding => finding.IsNotice), _findings);
    }

    private async Task<FileContent?> FileAsync(CancellationToken cancellationToken)
    {
        if (AuditFile.Of(target, host) is not { } file)
            return null;
        if (File.Exists(file.Path))
            return new FileContent(await ChainFile.ReadAsync(file.Path, host, cancellationToken));
        Notice("FileMissing", JournalPlace.File, $"There is no {file.Path} on this machine: an end of the table that was cut is seen only by a head that was kept elsewhere.");
        return null;
    }

    private async Task<JournalState> DatabaseAsync(FileContent? file, CancellationToken cancellationToken)
    {
        await using var session = await target.Sessions.OpenAsync("journal", cancellationToken);
        var identity = await JournalState.IdentityAsync(session, cancellationToken);
        if (await JournalState.ReadAsync(session, identity, 1, cancellationToken) is { } state)
        {
            _findings.AddRange(await Protection.CheckAsync(session, cancellationToken));
            return state;
        }

        if (file is null || file.Cursor.Position == 0)
            Notice("JournalMissing", JournalPlace.Database, "The database has no journal: no migration of DbSafety was run there.");
        return new JournalState(identity, null, false, []);
    }

    private int Confirm(IReadOnlyList<Witness> witnesses, IReadOnlyList<JournalRow> rows)
    {
        var hashes = rows.GroupBy(row => row.Position).ToDictionary(group => group.Key, group => group.First().Hash);
        var found = 0;
        foreach (var witness in witnesses)
        {
            var known = hashes.GetValueOrDefault(witness.Head.Position);
            if (known == witness.Head.Hash)
            {
                found++;
                continue;
            }

            _findings.Add(new JournalFinding("HeadNotFound", false, JournalPlace.Database, witness.Head.Position,
                $"The head that {witness.Source} keeps is not in the chain: at position {witness.Head.Position} {(known is null ? "there is no event" : "there is another one")}. What was before it was changed, cut or restored since."));
        }

        return found;
    }

    private void Notice(string id, JournalPlace place, string message) => _findings.Add(new JournalFinding(id, true, place, null, message));
}
