using DbSafety.Core.Errors;
using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Forms.Reading;

/// <summary>Reads the form of a statement. What it does not know has no form: that is no error, since the server knows SQL better.</summary>
internal static class FormReader
{
    /// <summary>The statement's form; null where there is none for it.</summary>
    public static StatementForm? Read(SqlStatement statement) => Read(statement.Text);

    public static StatementForm? Read(string text)
    {
        var cursor = new TokenCursor(text, Tokens(text));
        if (cursor.Take("create"))
            return CreateReader.Read(cursor);
        if (cursor.Take("alter"))
            return AlterReader.Read(cursor);
        if (cursor.Take("drop"))
            return DropReader.Read(cursor);
        if (cursor.IsAnyWord(["set", "reset"]))
            return SettingReader.Read(cursor);
        if (cursor.IsAnyWord(["insert", "update", "delete"]))
            return DataChangeReader.Read(cursor);
        return TableCommandReader.Read(cursor);
    }

    /// <summary>The tokens of a text without its comments.</summary>
    public static List<Token> Tokens(string text)
    {
        var tokens = new List<Token>();
        var tokenizer = new Tokenizer(text, null);
        try
        {
            while (tokenizer.TryRead(out var token))
            {
                if (token.Kind != TokenKind.Comment)
                    tokens.Add(token);
            }
        }
        catch (DbSafetyException)
        {
            // The script's reader took it with other settings (standard_conforming_strings): what was read so far has to do.
        }

        return tokens;
    }
}
