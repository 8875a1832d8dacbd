using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Facts;

/// <summary>The options in WITH (…) of CREATE and ALTER SUBSCRIPTION that decide whether another server is touched.</summary>
internal static class SubscriptionOptions
{
    /// <summary>True where <c>name = false</c> stands somewhere from here on.</summary>
    public static bool IsOff(TokenCursor cursor, string name)
    {
        var rest = cursor.Rest();
        for (; !rest.AtEnd; rest.Index++)
        {
            if (!rest.IsWord(name))
                continue;
            var value = rest.Peek(2);
            var text = TokenText.Literal(value, rest.Text) ?? value.In(rest.Text).ToString();
            return text.ToLowerInvariant() is "false" or "off" or "0" or "no";
        }

        return false;
    }
}
