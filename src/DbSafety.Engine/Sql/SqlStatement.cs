namespace DbSafety.Engine.Sql;

/// <summary>One statement of a script.</summary>
public sealed record SqlStatement
{
    /// <summary>The statement as the file has it, from its first word to its last, without the semicolon and the comments around it.</summary>
    public required string Text { get; init; }

    /// <summary>Where <see cref="Text"/> begins in the script's text, in UTF-16 units from 0.</summary>
    public required int Offset { get; init; }

    /// <summary>The line that it begins on, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The column that it begins at, from 1, in characters.</summary>
    public required int Column { get; init; }

    public required StatementFacts Facts { get; init; }

    /// <summary>The comments between the statement before and this one, with their marks, in order.</summary>
    public IReadOnlyList<string> LeadingComments { get; init; } = [];

    /// <summary>The <c>-- dbsafety: key value</c> lines among <see cref="LeadingComments"/>; the first statement's are the script's too.</summary>
    public IReadOnlyList<HeaderOption> Options { get; init; } = [];

    /// <summary>The data lines of a <c>COPY … FROM STDIN</c>, else null.</summary>
    public CopyBlock? CopyData { get; init; }

    /// <summary>The search path that the script itself has set before this statement; null where it has set none.</summary>
    public IReadOnlyList<string>? SearchPath { get; init; }

    /// <summary>The place in the script of a character of the statement.</summary>
    /// <param name="position">From 1 in characters, as the server's error position gives it for a statement sent alone.</param>
    public ScriptPosition PositionOf(int position)
    {
        var (line, column) = (Line, Column);
        var index = 0;
        for (var i = 1; i < position && index < Text.Length; i++)
        {
            var at = Text[index];
            index += char.IsHighSurrogate(at) && index + 1 < Text.Length ? 2 : 1;
            var ends = at == '\n' || (at == '\r' && (index >= Text.Length || Text[index] != '\n'));
            (line, column) = ends ? (line + 1, 1) : (line, column + 1);
        }

        return new ScriptPosition(line, column);
    }
}
