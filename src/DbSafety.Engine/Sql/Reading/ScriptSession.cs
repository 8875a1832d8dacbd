using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Reading;

/// <summary>The settings that a script makes for itself and that change what its later statements mean.</summary>
internal sealed class ScriptSession
{
    public bool StandardConformingStrings { get; private set; } = true;

    /// <summary>The search path that the script has set, or null.</summary>
    public IReadOnlyList<string>? SearchPath { get; private set; }

    /// <summary>Takes note of SET, RESET, DISCARD ALL and <c>SELECT set_config(…)</c>.</summary>
    public void Apply(TokenCursor cursor)
    {
        if (cursor.Take("set"))
            Set(cursor);
        else if (cursor.Take("reset"))
            Reset(cursor.IsWord("all") ? null : cursor.TakeName()?.Name);
        else if (cursor.Take("discard", "all"))
            Reset(null);
        else if (cursor.Take("select"))
            SetConfig(cursor);
    }

    private void Set(TokenCursor cursor)
    {
        _ = cursor.TakeAny("session", "local");
        if (cursor.Take("schema"))
        {
            if (TokenText.Literal(cursor.Peek(), cursor.Text) is { } schema)
                SearchPath = [schema];
            return;
        }

        if (cursor.TakeName() is not { Schema: null } name)
            return;
        if (!cursor.Take("to") && !(cursor.Peek().Kind == TokenKind.Operator && cursor.Peek().In(cursor.Text) is "="))
            return;
        if (cursor.Peek().Kind == TokenKind.Operator)
            cursor.Index++;
        if (cursor.IsWord("default"))
        {
            Reset(name.Name);
            return;
        }

        var values = new List<string>();
        for (; !cursor.AtEnd; cursor.Index++)
        {
            var token = cursor.Peek();
            if (token.IsName)
                values.Add(TokenText.Name(token, cursor.Text));
            else if (TokenText.Literal(token, cursor.Text) is { } literal)
                values.Add(literal);
            else if (token.Kind == TokenKind.Number)
                values.Add(token.In(cursor.Text).ToString());
        }

        Assign(name.Name, values);
    }

    private void SetConfig(TokenCursor cursor)
    {
        _ = cursor.Take("pg_catalog") && cursor.TakeSymbol('.');
        if (!cursor.Take("set_config") || !cursor.TakeSymbol('(') || TokenText.Literal(cursor.Peek(), cursor.Text) is not { } name)
            return;
        cursor.Index++;
        if (!cursor.TakeSymbol(',') || TokenText.Literal(cursor.Peek(), cursor.Text) is not { } value)
            return;
        var parts = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assign(name.ToLowerInvariant(), [.. parts.Select(part => part.Trim('"'))]);
    }

    private void Assign(string name, List<string> values)
    {
        if (name == "standard_conforming_strings")
            StandardConformingStrings = !IsFalse(values.FirstOrDefault() ?? "");
        else if (name == "search_path")
            SearchPath = [.. values.Where(value => value.Length > 0)];
    }

    private void Reset(string? name)
    {
        if (name is null or "standard_conforming_strings")
            StandardConformingStrings = true;
        if (name is null or "search_path")
            SearchPath = null;
    }

    /// <summary>Boolean settings may be cut short as long as they stay clear: "of", "fal", "n".</summary>
    private static bool IsFalse(string value) =>
        value == "0" || (value.Length > 0 && ("false".StartsWith(value, StringComparison.OrdinalIgnoreCase)
            || "no".StartsWith(value, StringComparison.OrdinalIgnoreCase)
            || (value.Length > 1 && "off".StartsWith(value, StringComparison.OrdinalIgnoreCase))));
}
