using System.Buffers;

namespace DbSafety.Engine.Backups.Reading;

/// <summary>Turns a line that <see cref="Writing.InsertRows"/> wrote back into the row of COPY text that it came from.</summary>
internal static class InsertLine
{
    /// <param name="line">The line without its line feed.</param>
    /// <param name="begin">How many bytes come before the first value.</param>
    /// <param name="columns">How many values there are.</param>
    /// <param name="row">Receives the row with its line feed.</param>
    public static void ToCopy(ReadOnlySpan<byte> line, int begin, int columns, IBufferWriter<byte> row)
    {
        var rest = columns == 0 ? [] : line[begin..];
        for (var column = 0; column < columns; column++)
        {
            if (column > 0)
            {
                row.Write("\t"u8);
                rest = rest[2..];
            }

            rest = rest[Value(rest, row)..];
        }

        row.Write("\n"u8);
    }

    private static int Value(ReadOnlySpan<byte> text, IBufferWriter<byte> row)
    {
        if (text.StartsWith("NULL"u8))
        {
            row.Write("\\N"u8);
            return 4;
        }

        var at = text[0] == 'E' ? 2 : 1;
        var escapes = at == 2;
        while (true)
        {
            var next = escapes ? text[at..].IndexOfAny((byte)'\'', (byte)'\\') : text[at..].IndexOf((byte)'\'');
            row.Write(text.Slice(at, next));
            at += next;
            if (text[at] == '\\')
            {
                var isVerticalTab = text[at + 1] == 'x';
                row.Write(isVerticalTab ? "\\v"u8 : text.Slice(at, 2));
                at += isVerticalTab ? 4 : 2;
            }
            else if (at + 1 < text.Length && text[at + 1] == '\'')
            {
                row.Write("'"u8);
                at += 2;
            }
            else
            {
                return at + 1;
            }
        }
    }
}
