using DbSafety.Core.Errors;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Reading;

/// <summary>
/// The backslash commands of psql. Of them only <c>\restrict</c> and <c>\unrestrict</c>, which pg_dump writes since August 2025
/// (CVE-2025-8714), are let pass: they do nothing outside psql. The others would be silently without effect, or worse.
/// </summary>
internal static class MetaCommands
{
    /// <summary>Goes past a command that does nothing: the index of its line's end.</summary>
    /// <param name="between">True between statements.</param>
    public static int Pass(string text, int offset, bool between, string? path)
    {
        var end = QuoteScanner.LineComment(text, offset, text.Length);
        var name = NameAt(text, offset, end);
        if (name is "\\restrict" or "\\unrestrict" && between)
            return end;
        throw Refused(text, offset, name, between, path);
    }

    private static string NameAt(string text, int offset, int end)
    {
        var position = offset + 1;
        if (position < end && !char.IsAsciiLetter(text[position]))
            return text[offset..(position + 1)];
        while (position < end && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '_' or '+'))
            position++;
        return text[offset..position];
    }

    private static DbSafetyException Refused(string text, int offset, string name, bool between, string? path)
    {
        if (name == "\\.")
        {
            return LexicalErrors.At("SqlCopyEndWithoutCopy", "\\. ends COPY data, but no COPY … FROM STDIN stands before it", text, offset,
                path, "Remove the line, or put back the COPY statement that it belongs to.");
        }

        var where = between ? "" : ", in the middle of a statement";
        return LexicalErrors.At("SqlMetaCommand", $"{name} is a command of psql and not SQL{where}; this script does not go through psql",
            text, offset, path, Advice(name, between));
    }

    private static string Advice(string name, bool between) => name switch
    {
        "\\i" or "\\ir" or "\\include" or "\\include_relative" =>
            "Put the included file's content here, or make it a migration of its own.",
        "\\c" or "\\connect" =>
            "Remove the line: the target in dbsafety.yaml (or --connection) says which database is changed. Use one project per database.",
        "\\copy" => "Write COPY … FROM STDIN; followed by the data lines and a line with \\. in this script, or load the file from seeds/.",
        "\\set" or "\\unset" or "\\gset" or "\\prompt" or "\\getenv" =>
            "Remove the line and write the value where it is used. A script always stops at its first error here.",
        "\\gexec" => "Build the statements in a DO block with EXECUTE format(…), or write them out.",
        "\\g" or "\\gx" or "\\gdesc" or "\\crosstabview" or "\\;" => "End the statement with a semicolon instead.",
        "\\!" => "Remove the line: a script of a database never runs a program here.",
        "\\if" or "\\elif" or "\\else" or "\\endif" => "Put the condition into a DO block, or make two migrations of it.",
        "\\echo" or "\\qecho" or "\\warn" => "Remove the line, or make a comment of it.",
        "\\q" or "\\quit" => "Remove the line and what follows it: a script runs to its end.",
        "\\N" => "This looks like COPY data: check that COPY … FROM STDIN; stands right before the data and \\. right after it.",
        _ when between => "Remove the line: what it asks of psql has no meaning here.",
        _ => "If a backslash is meant, put it into a text in quotes; else remove it.",
    };
}
