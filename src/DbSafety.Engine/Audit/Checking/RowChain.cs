using DbSafety.Core.Results.Journals;
using DbSafety.Engine.Migrations.Journals;

namespace DbSafety.Engine.Audit.Checking;

/// <summary>The table's chain by itself.</summary>
internal static class RowChain
{
    // Whoever takes rows out or puts some in renumbers the rest: so far from its place a row is looked for.
    private const int Reach = 100;

    public static IEnumerable<JournalFinding> Check(IReadOnlyList<JournalRow> rows)
    {
        foreach (var found in ChainDiagnosis.Of(Items(rows)))
        {
            yield return found.Kind switch
            {
                ChainBreakKind.Edited => Finding("JournalRowEdited", found, "The row at position {0} was edited: {1}."),
                ChainBreakKind.Removed => Finding("JournalRowRemoved", found, "Rows were removed: of the positions, {1}."),
                ChainBreakKind.Inserted => Finding("JournalRowInserted", found, "The row at position {0} was put in: {1}."),
                _ => Finding("JournalRowsReordered", found, "Rows stand at other positions than they were written at: {1}."),
            };
        }
    }

    private static List<ChainItem> Items(IReadOnlyList<JournalRow> rows)
    {
        var items = new List<ChainItem>();
        long shift = 0;
        foreach (var row in rows)
        {
            var home = Home(row, shift, rows);
            shift = home is { } found ? found - row.Position : shift;
            items.Add(new ChainItem(row.Position, home, row.Hash, row.PreviousHash));
        }

        return items;
    }

    private static long? Home(JournalRow row, long shift, IReadOnlyList<JournalRow> rows)
    {
        if (Fits(row, row.Position))
            return row.Position;
        if (shift != 0 && Fits(row, row.Position + shift))
            return row.Position + shift;
        for (var distance = 1; distance <= Reach; distance++)
        {
            if (Fits(row, row.Position - distance))
                return row.Position - distance;
            if (Fits(row, row.Position + distance))
                return row.Position + distance;
        }

        // Two that changed places may be far apart: then the row before its home is in the table.
        return rows.FirstOrDefault(other => other.Hash == row.PreviousHash) is { } before && Fits(row, before.Position + 1) ? before.Position + 1 : null;
    }

    private static bool Fits(JournalRow row, long position) => position > 0 && JournalHash.Of(row, position, row.PreviousHash) == row.Hash;

    private static JournalFinding Finding(string id, ChainBreak found, string words) =>
        new(id, false, JournalPlace.Database, found.At, string.Format(System.Globalization.CultureInfo.InvariantCulture, words, found.At, found.Detail));
}
