namespace DbSafety.Engine.Sql.Lexing;

/// <summary>Tells line and column of places in a text, asked in ascending order, in one pass over it.</summary>
internal sealed class PositionTracker(string text)
{
    private int _offset;
    private int _line = 1;
    private int _column = 1;

    /// <summary>The place of an offset that is not before the one asked last.</summary>
    public ScriptPosition At(int offset)
    {
        for (; _offset < offset; _offset++)
        {
            var c = text[_offset];
            if (c == '\n' || (c == '\r' && (_offset + 1 >= text.Length || text[_offset + 1] != '\n')))
                (_line, _column) = (_line + 1, 1);
            else if (!char.IsLowSurrogate(c))
                _column++;
        }

        return new ScriptPosition(_line, _column);
    }
}
