using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Forms.Reading;

/// <summary>Reads SET and RESET.</summary>
internal static class SettingReader
{
    public static SettingForm? Read(TokenCursor cursor)
    {
        if (cursor.Take("reset"))
            return cursor.TakeName() is { } reset ? new SettingForm(reset.Name, null, false) : null;
        _ = cursor.Take("set");
        var local = cursor.Take("local");
        _ = cursor.Take("session");
        if (cursor.TakeName() is not { } name || !(cursor.Take("to") || cursor.Peek().Kind == TokenKind.Operator))
            return null;
        if (cursor.Peek().Kind == TokenKind.Operator)
            cursor.Index++;
        if (cursor.IsWord("default"))
            return new SettingForm(name.Name, null, local);
        return new SettingForm(name.Name, TokenText.Literal(cursor.Peek(), cursor.Text) ?? cursor.RestText, local);
    }
}
