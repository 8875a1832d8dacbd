using DbSafety.Engine.Backups.Restoring.Swapping;

namespace DbSafety.Engine.Backups.Restoring.Staging;

/// <summary>
/// A primary or unique key in two steps: its index, which others may read and index the table beside, and then the constraint that takes
/// the index over in a moment. In one step it would keep the table to itself all the time.
/// </summary>
internal sealed record KeyIndex(string Index, string Attach)
{
    /// <summary>Null for a constraint that is no such key, or has more to it than columns.</summary>
    /// <param name="statement"><c>ALTER TABLE ONLY table ADD CONSTRAINT name PRIMARY KEY (columns)</c>.</param>
    public static KeyIndex? Of(string statement)
    {
        var tokens = ManifestRelations.Tokens(statement);
        bool Is(int at, string word) => at < tokens.Count && tokens[at].IsWord(statement, word);
        bool IsSymbol(int at, char symbol) => at < tokens.Count && tokens[at].IsSymbol(statement, symbol);
        string Text(int from, int to) => statement[tokens[from].Start..tokens[to].End];
        if (!(Is(0, "alter") && Is(1, "table") && Is(2, "only") && IsSymbol(4, '.') && Is(6, "add") && Is(7, "constraint")))
            return null;
        var isPrimary = Is(9, "primary") && Is(10, "key");
        var open = isPrimary ? 11 : 10;
        if ((!isPrimary && !Is(9, "unique")) || !IsSymbol(open, '('))
            return null;
        var close = open + 1;
        for (; close < tokens.Count && !IsSymbol(close, ')'); close++)
            if (!(tokens[close].IsName && !Is(close, "without")) && !IsSymbol(close, ','))
                return null;
        var rest = close + 1 < tokens.Count ? " " + statement[tokens[close + 1].Start..].Trim() : "";
        if (close >= tokens.Count || (rest.Length > 0 && !Is(close + 1, "deferrable")))
            return null;
        var (table, name) = (Text(3, 5), Text(8, 8));
        return new KeyIndex(
            $"CREATE UNIQUE INDEX {name} ON {table} {Text(open, close)}",
            $"ALTER TABLE ONLY {table} ADD CONSTRAINT {name} {(isPrimary ? "PRIMARY KEY" : "UNIQUE")} USING INDEX {name}{rest}");
    }
}
