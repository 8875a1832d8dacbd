using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Reading;

/// <summary>Tells whether a COPY wants data lines, and takes them.</summary>
internal static class CopyStatement
{
    /// <summary>True where the statement is a COPY that reads data lines from the script.</summary>
    public static bool WantsData(TokenCursor cursor, string text, string? path)
    {
        if (!cursor.Take("copy"))
            return false;
        var offset = cursor.Peek(-1).Start;
        var binary = cursor.IsWord("binary");
        if (!cursor.SkipPast("from", "to") || !cursor.IsAnyWord(["stdin", "stdout"]))
            return false;
        if (cursor.IsWord("to", -1))
        {
            throw LexicalErrors.At("SqlCopyToStdout", "COPY … TO STDOUT sends rows to a client, and a script has none", text, offset, path,
                "Remove the statement; to save rows, use: dbsafety backup --table <name>");
        }

        cursor.Index++;
        if (binary || IsBinary(cursor))
        {
            throw LexicalErrors.At("SqlCopyBinary", "Data lines in a script cannot be binary", text, offset, path,
                "Write the data in text or CSV format.");
        }

        return true;
    }

    /// <summary>Takes the data lines that follow a COPY's semicolon; <paramref name="position"/> goes past the closing line.</summary>
    /// <param name="statement">Where the COPY begins, for messages.</param>
    public static CopyBlock TakeData(string text, ref int position, int statement, PositionTracker tracker, string? path)
    {
        var lineEnd = QuoteScanner.LineComment(text, position, text.Length);
        var rest = text.AsSpan(position, lineEnd - position).Trim();
        if (!rest.IsEmpty && !rest.StartsWith("--", StringComparison.Ordinal))
        {
            throw LexicalErrors.At("SqlCopyNotAlone", "Something follows COPY … FROM STDIN; on its line, where its data has to begin on the next",
                text, position, path, "Put the data on the lines after the COPY, and what follows it after the line with \\.");
        }

        var begin = AfterNewline(text, lineEnd);
        for (var line = begin; line < text.Length;)
        {
            var end = QuoteScanner.LineComment(text, line, text.Length);
            if (text.AsSpan(line, end - line).SequenceEqual("\\."))
            {
                position = end;
                return new CopyBlock(text.AsMemory(begin, line - begin), begin, tracker.At(begin).Line);
            }

            line = AfterNewline(text, end);
        }

        throw LexicalErrors.At("SqlCopyDataUnterminated", "COPY … FROM STDIN wants data lines after it, ended by a line with nothing but \\.",
            text, statement, path, "Add the data lines and the line with \\. after the COPY, or write INSERT statements.");
    }

    private static bool IsBinary(TokenCursor cursor)
    {
        for (; !cursor.AtEnd; cursor.Index++)
        {
            if (cursor.IsWord("binary") || (cursor.IsWord("format") && cursor.Peek(1) is { Kind: TokenKind.String or TokenKind.EscapeString } value
                && string.Equals(TokenText.Literal(value, cursor.Text), "binary", StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    private static int AfterNewline(string text, int lineEnd)
    {
        if (lineEnd >= text.Length)
            return lineEnd;
        return text[lineEnd] == '\r' && lineEnd + 1 < text.Length && text[lineEnd + 1] == '\n' ? lineEnd + 2 : lineEnd + 1;
    }
}
