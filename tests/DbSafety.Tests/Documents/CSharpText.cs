namespace DbSafety.Tests.Documents;

/// <summary>As much of C# as is needed to find the arguments of a call and the texts in them.</summary>
internal sealed class CSharpText(string text)
{
    public string Text { get; } = text;

    /// <summary>The arguments from a place within parentheses to their end, and where that is.</summary>
    public (IReadOnlyList<string> Arguments, int End) Arguments(int start)
    {
        var arguments = new List<string>();
        var depth = 0;
        var begin = start;
        for (var i = start; i < Text.Length;)
        {
            if (IsString(i))
            {
                i = StringEnd(i);
                continue;
            }

            var character = Text[i];
            if (character is '(' or '[' or '{')
                depth++;
            if (character is ')' or ']' or '}' && --depth < 0)
            {
                arguments.Add(Text[begin..i].Trim());
                return (arguments, i);
            }

            if (character == ',' && depth == 0)
            {
                arguments.Add(Text[begin..i].Trim());
                begin = i + 1;
            }

            i++;
        }

        return (arguments, Text.Length);
    }

    /// <summary>
    /// What an expression can say: its texts that are not within a call, those that are added up as one; what is put into them by name,
    /// in angle brackets, or as an ellipsis.
    /// </summary>
    public static IReadOnlyList<string> Sayings(string expression)
    {
        var code = new CSharpText(expression);
        var said = new List<string>();
        var depth = 0;
        var lastEnd = -1;
        for (var i = 0; i < expression.Length;)
        {
            if (code.IsString(i))
            {
                var end = code.StringEnd(i);
                if (depth == 0)
                {
                    var word = Read(expression[i..end]);
                    if (lastEnd >= 0 && expression[lastEnd..i].Trim() == "+")
                        said[^1] += word;
                    else
                        said.Add(word);
                    lastEnd = end;
                }

                i = end;
                continue;
            }

            // The arms of a switch are alternatives, as those of a conditional are.
            var isSwitch = expression[i] == '{' && expression[..i].TrimEnd().EndsWith("switch", StringComparison.Ordinal);
            if (expression[i] is '(' or '[' || (expression[i] == '{' && !isSwitch))
                depth++;
            else if (expression[i] is ')' or ']' || (expression[i] == '}' && depth > 0))
                depth--;
            i++;
        }

        return [.. said.Where(word => word.Contains(' ', StringComparison.Ordinal) && word.Length > 8)];
    }

    private bool IsString(int at)
    {
        while (at < Text.Length && Text[at] is '$' or '@')
            at++;
        return at < Text.Length && Text[at] == '"';
    }

    private int StringEnd(int at)
    {
        var isInterpolated = false;
        for (; Text[at] is '$' or '@'; at++)
            isInterpolated |= Text[at] == '$';
        if (Text.AsSpan(at).StartsWith("\"\"\""))
            return Text.IndexOf("\"\"\"", at + 3, StringComparison.Ordinal) + 3;
        for (at++; Text[at] != '"';)
        {
            if (Text[at] == '\\')
                at += 2;
            else if (isInterpolated && Text[at] == '{' && Text[at + 1] == '{')
                at += 2;
            else if (isInterpolated && Text[at] == '{')
                at = Arguments(at + 1).End + 1;
            else
                at++;
        }

        return at + 1;
    }

    private static string Read(string literal)
    {
        var code = new CSharpText(literal);
        var isInterpolated = literal[0] == '$';
        var word = new System.Text.StringBuilder();
        for (var i = literal.IndexOf('"', StringComparison.Ordinal) + 1; i < literal.Length - 1;)
        {
            if (literal[i] == '\\')
            {
                word.Append(literal[i + 1] == 'n' ? ' ' : literal[i + 1]);
                i += 2;
            }
            else if (isInterpolated && literal[i] is '{' or '}' && literal[i + 1] == literal[i])
            {
                word.Append(literal[i]);
                i += 2;
            }
            else if (isInterpolated && literal[i] == '{')
            {
                var end = code.Arguments(i + 1).End;
                word.Append(Named(literal[(i + 1)..end]));
                i = end + 1;
            }
            else
            {
                word.Append(literal[i]);
                i++;
            }
        }

        return word.ToString();
    }

    // A name is worth showing, a computation is not.
    private static string Named(string expression)
    {
        var name = expression.Split(':')[0].Split('.')[^1].TrimEnd('!').TrimStart('_');
        return name.Length > 0 && name.All(char.IsLetterOrDigit) ? $"<{name.ToLowerInvariant()}>" : "…";
    }
}
