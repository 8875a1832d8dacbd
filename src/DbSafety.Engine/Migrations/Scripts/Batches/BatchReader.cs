using DbSafety.Engine.Sql;
using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Forms.Reading;

namespace DbSafety.Engine.Migrations.Scripts.Batches;

/// <summary>Reads whether an UPDATE, a DELETE or an INSERT … SELECT gives the same in batches by key as at once.</summary>
internal sealed class BatchReader
{
    private static readonly string[] Aggregating = ["distinct", "group", "having", "limit", "offset", "fetch", "union", "intersect", "except", "window"];

    private readonly SqlStatement _statement;
    private readonly BatchOption _option;
    private readonly TokenCursor _cursor;
    private string? _refusal;

    private BatchReader(SqlStatement statement, BatchOption option)
    {
        _statement = statement;
        _option = option;
        _cursor = new TokenCursor(statement.Text, FormReader.Tokens(statement.Text));
    }

    /// <summary>The form; null with the reason where it cannot be divided.</summary>
    public static BatchForm? Read(SqlStatement statement, BatchOption option, out string? refusal)
    {
        var reader = new BatchReader(statement, option);
        var form = reader.Read();
        refusal = form is null ? reader._refusal ?? "only UPDATE, DELETE and INSERT … SELECT are run in batches" : null;
        return form;
    }

    private BatchForm? Read()
    {
        if (_cursor.IsWord("with"))
            return Refuse("it begins with WITH, and what stands there would be made anew for each batch; write it as a subquery");
        if (_cursor.Take("update"))
            return Change(setsColumns: true);
        if (_cursor.Take("delete", "from"))
            return Change(setsColumns: false);
        return _cursor.Take("insert", "into") ? Insert() : null;
    }

    private BatchForm? Change(bool setsColumns)
    {
        _ = _cursor.Take("only");
        if (Source() is not { } source)
            return null;
        if (setsColumns && FormReader.Read(_statement) is Sql.Forms.DataChangeForm form && form.Columns.FirstOrDefault(_option.Key.Contains) is { } moved)
            return Refuse($"it changes {moved}, by which the batches go: a row could be met twice or never");
        return Rest(source, []);
    }

    private BatchForm? Insert()
    {
        if (_cursor.TakeName() is not { } target)
            return null;
        if (!_cursor.SkipPast("select"))
            return Refuse("it has no SELECT of its own: rows that are written out need no batches");
        if (!Forward("from"))
            return _refusal is null ? Refuse("its SELECT reads no table") : null;
        _cursor.Index++;
        if (Source() is not { } source)
            return null;
        return source.Table.Name == target.Name
            ? Refuse($"it reads and writes {target.Name}: later batches would meet the rows of earlier ones")
            : Rest(source, ["right", "full", "order"]);
    }

    private (QualifiedName Table, string Name)? Source()
    {
        _ = _cursor.Take("only");
        if (_cursor.TakeName() is not { } table || _cursor.IsSymbol('('))
        {
            Refuse("its rows come from no table that is named first");
            return null;
        }

        _ = _cursor.TakeSymbol('*');
        var hasAlias = _cursor.Take("as") || (!_cursor.AtEnd && _cursor.Peek().IsName && !_cursor.IsAnyWord(["set", "using", "where", "returning", "join", "inner", "left", "right", "full", "cross", "natural", "on", "tablesample", .. Aggregating, "order"]));
        if (!hasAlias)
            return (table, Identifier.Quote(table.Schema, table.Name));
        var alias = _cursor.TakeName();
        return alias is null ? null : (table, Identifier.Quote(alias.Value.Name));
    }

    // From behind the table to the end: no word that looks at more than one row, and the table nowhere else.
    private BatchForm? Rest((QualifiedName Table, string Name) source, string[] refused)
    {
        var start = _cursor.Index;
        if (Mentions(source.Table.Name, start))
            return Refuse($"it reads {source.Table.Name} a second time: later batches would see what earlier ones have changed");
        _ = Forward([.. refused, "where", "returning"]);
        if (_refusal is not null)
            return null;
        if (_cursor.IsAnyWord(refused))
            return Refuse($"{_cursor.Peek().In(_cursor.Text).ToString().ToUpperInvariant()} looks at more rows than those of one batch");
        var head = _cursor.TextSince(0);
        string? condition = null;
        if (_cursor.Take("where"))
        {
            if (_cursor.IsWord("current") && _cursor.IsWord("of", 1))
                return Refuse("WHERE CURRENT OF names one row");
            var begin = _cursor.Index;
            _ = Forward([.. refused, "returning"]);
            condition = _cursor.TextSince(begin);
        }

        if (_refusal is not null)
            return null;
        if (_cursor.IsWord("returning"))
            return Refuse("RETURNING has nobody to return its rows to");
        return _cursor.IsAnyWord(refused)
            ? Refuse($"{_cursor.Peek().In(_cursor.Text).ToString().ToUpperInvariant()} looks at more rows than those of one batch")
            : new BatchForm(source.Table, source.Name, head, condition, _cursor.RestText, _option);
    }

    // Goes to one of these words outside parentheses, to ON CONFLICT, or to the end.
    private bool Forward(params ReadOnlySpan<string> words)
    {
        while (!_cursor.AtEnd)
        {
            if (_cursor.IsAnyWord(words))
                return true;
            if (_cursor.IsWord("on") && _cursor.IsWord("conflict", 1))
                return false;
            if (_cursor.IsWord("over") || _cursor.IsAnyWord(Aggregating))
            {
                Refuse($"{_cursor.Peek().In(_cursor.Text).ToString().ToUpperInvariant()} looks at more rows than those of one batch");
                return false;
            }

            _cursor.Skip();
        }

        return false;
    }

    private bool Mentions(string table, int from)
    {
        var before = _cursor.Index;
        _cursor.Index = from;
        var found = false;
        for (; !_cursor.AtEnd && !found; _cursor.Index++)
        {
            var token = _cursor.Peek();
            found = token.IsName && Sql.Lexing.TokenText.Name(token, _cursor.Text) == table && !_cursor.IsSymbol('.', 1) && IsSource();
        }

        _cursor.Index = before;
        return found;
    }

    // A table's name comes after FROM, JOIN or USING, with a schema before it or not.
    private bool IsSource()
    {
        var back = _cursor.IsSymbol('.', -1) ? -3 : -1;
        return _cursor.IsAnyWord(["from", "join", "using", "only"], back);
    }

    private BatchForm? Refuse(string reason)
    {
        _refusal ??= reason;
        return null;
    }
}
