using System.Text;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Backups.Restoring.Swapping;

/// <summary>
/// Writes the statements of tables so that they make them in side schemas. A name of theirs is found by its tokens, and in the text of a
/// regclass constant, which is how nextval names its sequence; what else a statement names stays as it is. The fingerprints that are
/// compared after the swap would show a name that was missed.
/// </summary>
internal sealed class SwapNames
{
    private readonly Dictionary<TableName, string> _sides = [];

    public SwapNames(IEnumerable<ManifestTable> tables, Func<string, string> sideOf)
    {
        foreach (var name in tables.SelectMany(ManifestRelations.All))
            _sides[name] = sideOf(name.Schema);
    }

    /// <summary>The name in its side schema, as SQL writes it.</summary>
    public string Side(TableName name) => _sides.TryGetValue(name, out var side) ? Identifier.Quote(side, name.Name) : Identifier.Quote(name.Schema, name.Name);

    public string Rewrite(string statement)
    {
        var tokens = ManifestRelations.Tokens(statement);
        var text = new StringBuilder();
        var done = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (ConstantAt(statement, tokens, i) is { } constant)
                Put(tokens[i].Start, tokens[i].End, Identifier.Literal(Side(constant)));
            else if (NameAt(statement, tokens, i) is { } name)
                Put(tokens[i].Start, tokens[i + 2].End, Side(name));
        }

        return text.Append(statement, done, statement.Length - done).ToString();

        void Put(int start, int end, string replacement)
        {
            text.Append(statement, done, start - done).Append(replacement);
            done = end;
        }
    }

    private TableName? NameAt(string text, List<Token> tokens, int at)
    {
        if (at + 2 >= tokens.Count || !tokens[at].IsName || !tokens[at + 1].IsSymbol(text, '.') || !tokens[at + 2].IsName
            || (at > 0 && tokens[at - 1].IsSymbol(text, '.')))
            return null;
        var name = new TableName(TokenText.Name(tokens[at], text), TokenText.Name(tokens[at + 2], text));
        return _sides.ContainsKey(name) ? name : null;
    }

    private TableName? ConstantAt(string text, List<Token> tokens, int at)
    {
        if (TokenText.Literal(tokens[at], text) is not { } constant || at + 3 >= tokens.Count
            || !tokens[at + 1].IsSymbol(text, ':') || !tokens[at + 2].IsSymbol(text, ':') || !tokens[at + 3].IsWord(text, "regclass"))
            return null;
        var inner = ManifestRelations.Tokens(constant);
        return inner.Count == 3 ? NameAt(constant, inner, 0) : null;
    }
}
