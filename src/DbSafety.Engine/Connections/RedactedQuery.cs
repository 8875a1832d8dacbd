using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Connections;

/// <summary>A query without the values in it, which may be somebody's data.</summary>
internal static class RedactedQuery
{
    /// <summary>The query with <c>?</c> for each text and number, and without comments. The server cuts long queries: what stands behind a cut text is left out.</summary>
    /// <param name="query">The query.</param>
    /// <param name="keepNumbers">For a statement of a migration, whose texts may be somebody's data or a password, and whose numbers are not.</param>
    public static string Of(string query, bool keepNumbers = false)
    {
        var text = new StringBuilder(query.Length);
        var tokens = new Tokenizer(query, null);
        var end = 0;
        try
        {
            while (tokens.TryRead(out var token))
            {
                if (token.Kind == TokenKind.Comment)
                    continue;
                if (end < token.Start && text.Length > 0)
                    text.Append(' ');
                end = token.End;
                if (token.IsLiteral || (token.Kind == TokenKind.Number && !keepNumbers))
                    text.Append('?');
                else
                    text.Append(token.In(query));
            }
        }
        catch (DbSafetyException)
        {
            text.Append(" …");
        }

        return text.ToString();
    }
}
