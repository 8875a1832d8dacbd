using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Reading;

/// <summary>Reads <c>-- dbsafety: key value</c> comments.</summary>
internal static class HeaderOptions
{
    private const string Mark = "dbsafety:";

    public static IReadOnlyList<HeaderOption> Read(IEnumerable<Token> comments, string text, PositionTracker tracker)
    {
        List<HeaderOption>? options = null;
        foreach (var comment in comments)
        {
            var body = comment.In(text);
            if (!body.StartsWith("--", StringComparison.Ordinal))
                continue;
            body = body[2..].Trim();
            if (!body.StartsWith(Mark, StringComparison.OrdinalIgnoreCase))
                continue;
            body = body[Mark.Length..].Trim();
            var space = body.IndexOfAny(' ', '\t');
            var key = (space < 0 ? body : body[..space]).ToString().ToLowerInvariant();
            var value = space < 0 ? "" : body[space..].Trim().ToString();
            (options ??= []).Add(new HeaderOption(key, value, tracker.At(comment.Start).Line));
        }

        return options ?? (IReadOnlyList<HeaderOption>)[];
    }

    /// <summary>The options among the comments at a script's beginning, also where no statement follows them.</summary>
    public static IReadOnlyList<HeaderOption> ReadHeader(string text, string? path)
    {
        var tokenizer = new Tokenizer(text, path);
        var comments = new List<Token>();
        while (tokenizer.TryRead(out var token) && token.Kind == TokenKind.Comment)
            comments.Add(token);
        return Read(comments, text, new PositionTracker(text));
    }
}
