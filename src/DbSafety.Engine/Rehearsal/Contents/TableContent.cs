namespace DbSafety.Engine.Rehearsal.Contents;

/// <summary>The rows of a table at one moment: enough to tell whether they are the same, and where not, which columns and how many rows.</summary>
/// <param name="Columns">The columns by name, so that their order does not matter.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Digest">The content digest over these columns.</param>
/// <param name="RowHashes">A hash of each row, sorted; null where there are too many to keep.</param>
internal sealed record TableContent(IReadOnlyList<ColumnContent> Columns, long Rows, string Digest, ulong[]? RowHashes)
{
    public IReadOnlyList<string> Names { get; } = [.. Columns.Select(column => column.Name)];

    public bool Equals(TableContent? other) => other is not null && Rows == other.Rows && Digest == other.Digest && Names.SequenceEqual(other.Names, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Rows, Digest);

    /// <summary>How many rows of this content the other has not.</summary>
    public long MissingIn(TableContent other)
    {
        if (RowHashes is null || other.RowHashes is null)
            return Rows > other.Rows ? Rows - other.Rows : Math.Max(1, Rows);
        var (missing, j) = (0L, 0);
        foreach (var hash in RowHashes)
        {
            while (j < other.RowHashes.Length && other.RowHashes[j] < hash)
                j++;
            if (j < other.RowHashes.Length && other.RowHashes[j] == hash)
                j++;
            else
                missing++;
        }

        return missing;
    }

    /// <summary>The columns whose values differ; those that the other has not are among them.</summary>
    public IReadOnlyList<string> DifferingColumns(TableContent other)
    {
        var others = other.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        return [.. Columns.Where(column => !others.TryGetValue(column.Name, out var same) || same != column).Select(column => column.Name)];
    }
}
