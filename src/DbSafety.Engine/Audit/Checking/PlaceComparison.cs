using DbSafety.Core.Results.Journals;
using DbSafety.Engine.Migrations.Journals;

namespace DbSafety.Engine.Audit.Checking;

/// <summary>The table against the file.</summary>
internal static class PlaceComparison
{
    /// <param name="rows">The table's rows; none where it has no journal any more.</param>
    /// <param name="state">What the database said of itself.</param>
    /// <param name="file">The file.</param>
    /// <param name="chain">What the table's chain tells by itself: what it tells already is not told again.</param>
    /// <param name="machine">The machine that has the file: a copy of it on another one ends elsewhere.</param>
    public static IEnumerable<JournalFinding> Check(IReadOnlyList<JournalRow> rows, JournalState state, FileContent file, IReadOnlyList<JournalFinding> chain, string machine)
    {
        var table = rows.GroupBy(row => row.Position).ToDictionary(group => group.Key, group => group.First());
        foreach (var loss in file.Losses)
            yield return Lost(loss.From, loss.To, loss.IsRestored, $" The file says so in line {loss.Line}, and follows the database's other history from there on.");
        var last = table.Keys.DefaultIfEmpty(0).Max();
        var differs = file.Rows.Values.Where(kept => table.TryGetValue(kept.Row.Position, out var row) && row.Hash != kept.Row.Hash).OrderBy(kept => kept.Row.Position).FirstOrDefault();
        if (differs is not null && chain.Count == 0)
            yield return Differs(differs, table, state, file);
        else if (differs is null && file.Cursor.Position > last)
            yield return Lost(last + 1, file.Cursor.Position, IsRestored(state, file), "");
        // Where the file's own chain does not hold, that says it.
        if (file.Findings.Count == 0 && (Gap(table, file) ?? Cut(rows, file, machine)) is { } less)
            yield return less;
        if (differs is null && last > file.Cursor.Position)
            yield return new JournalFinding("FileBehind", true, JournalPlace.File, null,
                $"The file ends at position {file.Cursor.Position}, the table at {last}: the writer was stopped before it had written the file, the lines were cut, or another machine wrote the rows. The next command that changes something adds them.");
    }

    private static JournalFinding Lost(long from, long to, bool isRestored, string more) => isRestored
        ? new JournalFinding("JournalRestored", false, JournalPlace.Database, from, $"The database was restored to an older state, or made anew: the events at positions {from} to {to}, which the file has, are not in it.{more}")
        : new JournalFinding("JournalCut", false, JournalPlace.Database, from, $"The end of the table was cut: the events at positions {from} to {to}, which the file has, are not in it.{more}");

    private static bool IsRestored(JournalState state, FileContent file) => !file.Cursor.IsOf(state.Database) || file.Cursor.IsAheadOf(state.Wal);

    // Each place's chain holds, and they differ: one of them was computed anew, or the database went on from an older state.
    private static JournalFinding Differs(FileRow kept, Dictionary<long, JournalRow> table, JournalState state, FileContent file)
    {
        var position = kept.Row.Position;
        var row = table[position];
        const string Anew = "and the chain was computed anew from there on; a head that was kept elsewhere (--head) tells which of the two is the true one";
        if (IsSame(row, kept.Row))
            return new JournalFinding("JournalRowEdited", false, JournalPlace.Database, position, $"The row at position {position} says otherwise than line {kept.Line} of the file, {Anew}.");
        if (file.Rows.TryGetValue(position + 1, out var next) && IsSame(row, next.Row))
            return new JournalFinding("JournalRowRemoved", false, JournalPlace.Database, position, $"The row that line {kept.Line} of the file has at position {position} is not in the table, {Anew}.");
        if (table.TryGetValue(position + 1, out var after) && IsSame(after, kept.Row))
            return new JournalFinding("JournalRowInserted", false, JournalPlace.Database, position, $"The row at position {position} is not in the file, whose line {kept.Line} has the one after it there, {Anew}.");
        return Lost(position, file.Cursor.Position, IsRestored(state, file) || row.RecordedAt > file.Rows[file.Cursor.Position].Row.RecordedAt, " Others were written in their places since.");
    }

    private static bool IsSame(JournalRow one, JournalRow other) => one.RecordedAt == other.RecordedAt && one.BackendPid == other.BackendPid;

    private static JournalFinding? Gap(Dictionary<long, JournalRow> table, FileContent file) =>
        file.Gaps().Where(table.ContainsKey).Cast<long?>().FirstOrDefault() is { } gap
            ? new JournalFinding("FileLineRemoved", false, JournalPlace.File, null, $"The file has no line for the row at position {gap}, which the table has, and has lines for later ones.")
            : null;

    // Rows of the table name the end that the file had when they were written.
    private static JournalFinding? Cut(IReadOnlyList<JournalRow> rows, FileContent file, string machine) =>
        rows.FirstOrDefault(row => row.Host == machine && FileHead.Of(row.Entry) is { } head && head.File == file.Id && !file.Has(head.Hash)) is { } row
            ? new JournalFinding("FileCut", false, JournalPlace.File, null, $"Lines of the file were cut off: the row at position {row.Position} of the table names the end that the file had then, and the file does not hold it.")
            : null;
}
