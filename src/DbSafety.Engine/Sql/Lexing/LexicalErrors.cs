using DbSafety.Core.Errors;

namespace DbSafety.Engine.Sql.Lexing;

/// <summary>Makes the errors of scripts that cannot be divided, with the place in the script.</summary>
internal static class LexicalErrors
{
    public static DbSafetyException Unterminated(TokenKind kind, string text, int offset, string? path)
    {
        var (id, what, close) = kind switch
        {
            TokenKind.QuotedName or TokenKind.UnicodeName => ("SqlUnterminatedName", "A quoted name", "with a double quote"),
            TokenKind.DollarString => ("SqlUnterminatedDollarString", "A dollar-quoted text", $"with {DollarTag(text, offset)}"),
            TokenKind.Comment => ("SqlUnterminatedComment", "A comment", "with */ (comments nest: each /* wants its own)"),
            _ => ("SqlUnterminatedString", "A quoted text", "with a single quote (a quote inside the text is written twice)"),
        };
        return At(id, $"{what} begins here and never ends", text, offset, path, $"Close it {close}, then run the command again.");
    }

    public static DbSafetyException At(string id, string what, string text, int offset, string? path, string nextStep)
    {
        var tracker = new PositionTracker(text);
        var (line, column) = tracker.At(offset);
        return new DbSafetyException(id, ErrorKind.InvalidScript, $"{path ?? "The script"}, line {line}, column {column}: {what}.")
        {
            State = "The script was not run.",
            NextStep = nextStep,
            Script = path,
            Line = line,
            Column = column,
        };
    }

    private static string DollarTag(string text, int offset) =>
        text.Substring(offset, QuoteScanner.DollarDelimiter(text, offset, text.Length));
}
