namespace DbSafety.Engine.Backups.Files;

/// <summary>
/// Moves rows in COPY text form into a file. Blocks are cut between rows, so that the workers can add whole rows to the digest; of a
/// row that is longer than a block the pieces are added here.
/// </summary>
internal sealed class RowPump(GzipBlockQueue queue, ContentDigest longRows)
{
    /// <param name="rows">The rows; each ends with a line feed.</param>
    /// <param name="arrived">Told how many bytes came in.</param>
    public async Task RunAsync(CopyOut rows, Action<int> arrived, CancellationToken cancellationToken)
    {
        await queue.EndBlockAsync(0, cancellationToken);
        while (true)
        {
            var count = await rows.FillAsync(queue.Current.Free);
            if (count == 0)
                break;
            queue.Current.Length += count;
            arrived(count);
            if (queue.Current.Free.Length == 0)
                await queue.EndBlockAsync(Mark(queue.Current), cancellationToken);
        }

        if (queue.Current.Length > 0 && Mark(queue.Current) > 0 || longRows.InRow)
            throw new InvalidDataException("The server ended its COPY data in the middle of a row.");
        await queue.EndBlockAsync(0, cancellationToken);
    }

    /// <summary>Marks the whole rows of a block; returns how many bytes at its end begin a row that the next block goes on with.</summary>
    private int Mark(GzipBlock block)
    {
        var bytes = block.Buffer.AsSpan(0, block.Length);
        var start = 0;
        if (longRows.InRow)
        {
            start = bytes.IndexOf((byte)'\n') + 1;
            longRows.Append(start == 0 ? bytes : bytes[..start]);
            if (start == 0)
                return 0;
        }

        var end = bytes[start..].LastIndexOf((byte)'\n') + 1 + start;
        block.RowsStart = start;
        block.RowsEnd = end;
        if (end > 0)
            return block.Length - end;
        longRows.Append(bytes);
        return 0;
    }
}
