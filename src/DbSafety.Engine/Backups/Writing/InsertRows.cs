using System.Buffers;
using System.Text;
using DbSafety.Engine.Backups.Files;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>
/// Writes rows as INSERT statements, one a line. COPY's escapes are those of an E'' string but for the vertical tab, so that a value
/// with a backslash becomes such a string as it is, and one without becomes a plain string.
/// </summary>
internal sealed class InsertRows(GzipBlockQueue queue, string statement, int columns, ContentDigest digest)
{
    private readonly ArrayBufferWriter<byte> _line = new(1 << 16);
    private readonly byte[] _statement = Encoding.UTF8.GetBytes(statement);

    /// <summary>What every line begins with, up to the first value.</summary>
    public static string Begin(string table, IReadOnlyList<string> columns) => columns.Count == 0
        ? $"INSERT INTO {table} DEFAULT VALUES"
        : $"INSERT INTO {table} ({CopyStatements.Names(columns)}) OVERRIDING SYSTEM VALUE VALUES (";

    public async Task RunAsync(CopyOut rows, Action<int> arrived, CancellationToken cancellationToken)
    {
        var buffer = new byte[GzipBlock.Size];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            var count = await rows.FillAsync(buffer.AsMemory(length));
            if (count == 0)
                break;
            arrived(count);
            length += count;
            var used = Convert(buffer.AsSpan(0, length));
            buffer.AsSpan(used, length - used).CopyTo(buffer);
            length -= used;
            await queue.WriteAsync(_line.WrittenMemory, cancellationToken);
            _line.ResetWrittenCount();
        }

        if (length > 0)
            throw new InvalidDataException("The server ended its COPY data in the middle of a row.");
    }

    private int Convert(ReadOnlySpan<byte> bytes)
    {
        var used = 0;
        for (int end; (end = bytes[used..].IndexOf((byte)'\n')) >= 0; used += end + 1)
        {
            digest.Append(bytes.Slice(used, end + 1));
            Row(bytes.Slice(used, end));
        }

        return used;
    }

    private void Row(ReadOnlySpan<byte> row)
    {
        _line.Write(_statement);
        for (var column = 0; column < columns; column++)
        {
            var end = row.IndexOf((byte)'\t');
            var value = end < 0 ? row : row[..end];
            if (column > 0)
                _line.Write(", "u8);
            Value(value);
            row = end < 0 ? [] : row[(end + 1)..];
        }

        _line.Write(columns == 0 ? ";\n"u8 : ");\n"u8);
    }

    private void Value(ReadOnlySpan<byte> value)
    {
        if (value.SequenceEqual("\\N"u8))
        {
            _line.Write("NULL"u8);
            return;
        }

        var escaped = value.Contains((byte)'\\');
        _line.Write(escaped ? "E'"u8 : "'"u8);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\'')
                _line.Write("''"u8);
            else if (value[i] == '\\')
                _line.Write(value[++i] == 'v' ? "\\x0b"u8 : value.Slice(i - 1, 2));
            else
                _line.Write(value.Slice(i, 1));
        }

        _line.Write("'"u8);
    }
}
