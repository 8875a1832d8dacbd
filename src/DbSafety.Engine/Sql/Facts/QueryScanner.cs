using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Facts;

/// <summary>
/// Finds the relations that a query reads and changes, by the words before their names. It is no parser: where SQL is written in a way
/// that it does not know, it finds fewer names, never an error.
/// </summary>
internal sealed class QueryScanner
{
    private readonly TokenCursor _cursor;
    private readonly FactsBuilder _facts;
    private readonly bool _body;
    private readonly Stack<QueryFrame> _outer = new();
    private readonly HashSet<string> _commonTables = [];
    private QueryFrame _frame;

    private QueryScanner(TokenCursor cursor, FactsBuilder facts, bool body) => (_cursor, _facts, _body) = (cursor, facts, body);

    /// <summary>Reads a query to the cursor's end.</summary>
    public static void Scan(TokenCursor cursor, FactsBuilder facts) => new QueryScanner(cursor, facts, body: false).Run();

    /// <summary>Reads the SQL in a PL/pgSQL block.</summary>
    public static void ScanBody(TokenCursor cursor, FactsBuilder facts) => new QueryScanner(cursor, facts, body: true).Run();

    /// <summary>Reads a query that is only stored, not run: whatever it names is referenced.</summary>
    public static void References(TokenCursor cursor, FactsBuilder facts)
    {
        var found = new FactsBuilder();
        Scan(cursor, found);
        foreach (var affected in found.Affects)
            facts.Add(affected with { Effect = StatementEffect.Referenced });
    }

    private void Run()
    {
        while (!_cursor.AtEnd)
        {
            var token = _cursor.Peek();
            if (token.Kind == TokenKind.Symbol)
                ReadSymbol(_cursor.Text[token.Start]);
            else if (_frame.ExpectsRelation && token.IsName)
                ReadRelation();
            else if (token.Kind == TokenKind.Word)
                ReadWord(token);
            else
                _cursor.Index++;
        }
    }

    private void ReadSymbol(char symbol)
    {
        _cursor.Index++;
        switch (symbol)
        {
            case '(':
                // A derived table, or a join in parentheses: what is inside is still expected to be a relation.
                Open(new QueryFrame { ExpectsRelation = _frame.ExpectsRelation, InList = _frame.ExpectsRelation, InStatement = _frame.ExpectsRelation });
                break;
            case ')':
                Close();
                break;
            case ',' when _frame.InList:
                _frame.ExpectsRelation = true;
                break;
            case ';':
                _frame = default;
                break;
        }
    }

    private void Open(QueryFrame frame)
    {
        _frame.ExpectsRelation = false;
        _outer.Push(_frame);
        _frame = frame;
    }

    private void Close()
    {
        var name = _frame.CommonTable;
        _frame = _outer.Count > 0 ? _outer.Pop() : default;
        if (name is null)
            return;
        _commonTables.Add(name);
        if (_cursor.TakeSymbol(','))
            TakeCommonTable();
    }

    private void ReadRelation()
    {
        if (_cursor.TakeAny("only", "lateral"))
            return;
        if (_cursor.IsAnyWord(["select", "values", "with", "table"]))
        {
            _frame.ExpectsRelation = false;
            ReadWord(_cursor.Peek());
            return;
        }

        _frame.ExpectsRelation = false;
        if (_cursor.Take("rows", "from"))
            return;
        var name = _cursor.TakeName()!.Value;
        if (!_cursor.IsSymbol('(') && !(name.Schema is null && _commonTables.Contains(name.Name)))
            _facts.Add(name, AffectedKind.Relation, StatementEffect.Referenced);
    }

    private void ReadWord(Token token)
    {
        var word = TokenText.Name(token, _cursor.Text);
        var start = QueryWords.MayBeginStatement(_cursor);
        _cursor.Index++;
        switch (word)
        {
            case "select" or "values" or "perform":
                (_frame.InStatement, _frame.InList) = (true, false);
                break;
            case "with":
                if (_cursor.Take("recursive"))
                    AnnounceRecursive();
                TakeCommonTable();
                break;
            case "from" when _frame.InStatement && !QueryWords.IsDistinctFrom(_cursor):
            case "join":
                (_frame.InList, _frame.ExpectsRelation) = (true, true);
                break;
            case "using" when _frame.UsingBeginsList:
                (_frame.InList, _frame.ExpectsRelation, _frame.UsingBeginsList) = (true, true, false);
                break;
            case "insert" when _cursor.Take("into"):
            case "update" when start && _cursor.Peek().IsName && !_cursor.IsAnyWord(["set", "from"]):
                ReadTarget(usingBeginsList: false);
                break;
            case "delete" when _cursor.Take("from"):
            case "merge" when _cursor.Take("into"):
                ReadTarget(usingBeginsList: true);
                break;
            case "into" when _frame.InStatement && !_body:
                ReadSelectInto();
                break;
            case "table" when start || QueryWords.IsSetOperation(_cursor):
                (_frame.InStatement, _frame.ExpectsRelation) = (true, true);
                break;
            case "setval" when _cursor.IsSymbol('(') && TokenText.Literal(_cursor.Peek(1), _cursor.Text) is { } sequence:
                _facts.Add(QueryWords.NameInText(sequence), AffectedKind.Sequence, StatementEffect.DataChanged);
                break;
            case "begin" or "loop" when _body:
                _frame = default;
                break;
            default:
                _frame.InList &= !QueryWords.EndsList(word);
                break;
        }
    }

    private void ReadTarget(bool usingBeginsList)
    {
        _ = _cursor.Take("only");
        _facts.Add(_cursor.TakeName(), AffectedKind.Table, StatementEffect.DataChanged);
        (_frame.InStatement, _frame.InList, _frame.UsingBeginsList) = (true, false, usingBeginsList);
    }

    private void ReadSelectInto()
    {
        var temporary = _cursor.TakeAny("temp", "temporary");
        _ = _cursor.Take("unlogged");
        _ = _cursor.Take("table");
        _facts.Add(CreateFacts.Named(_cursor.TakeName(), temporary), AffectedKind.Table, StatementEffect.Created);
    }

    /// <summary>In WITH RECURSIVE a query may name itself, so its name is known before its end.</summary>
    private void AnnounceRecursive()
    {
        if (_cursor.Peek().IsName)
            _commonTables.Add(TokenText.Name(_cursor.Peek(), _cursor.Text));
    }

    /// <summary>Goes into <c>name (columns) AS [NOT] [MATERIALIZED] (</c>; stays where something else stands.</summary>
    private void TakeCommonTable()
    {
        var before = _cursor.Index;
        if (_cursor.TakeName() is { } name)
        {
            _ = _cursor.TakeParentheses();
            if (_cursor.Take("as"))
            {
                _ = _cursor.Take("not");
                _ = _cursor.Take("materialized");
                if (_cursor.TakeSymbol('('))
                {
                    Open(new QueryFrame { CommonTable = name.Name });
                    return;
                }
            }
        }

        _cursor.Index = before;
    }
}
