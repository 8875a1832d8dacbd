using DbSafety.Engine.Sql.Facts;
using DbSafety.Engine.Sql.Lexing;

namespace DbSafety.Engine.Sql.Reading;

/// <summary>Reads a script from top to bottom and divides it into statements.</summary>
internal sealed class StatementReader
{
    private readonly string _text;
    private readonly string? _path;
    private readonly Tokenizer _tokenizer;
    private readonly PositionTracker _tracker;
    private readonly StatementBoundary _boundary;
    private readonly ScriptSession _session = new();
    private readonly List<Token> _tokens = [];
    private readonly List<Token> _comments = [];

    public StatementReader(string text, string? path)
    {
        (_text, _path) = (text, path);
        _tokenizer = new Tokenizer(text, path);
        _tracker = new PositionTracker(text);
        _boundary = new StatementBoundary(text);
    }

    /// <summary>Told each stretch of the script whose line ends belong to its meaning: start and end of literals and of COPY data.</summary>
    public Action<int, int>? Verbatim { get; init; }

    /// <summary>How far the script was read.</summary>
    public int Position => _tokenizer.Position;

    public List<SqlStatement> ReadAll()
    {
        var statements = new List<SqlStatement>();
        while (_tokenizer.TryRead(out var token))
        {
            if (token.Kind == TokenKind.Comment)
                AddComment(token);
            else if (token.Kind == TokenKind.Backslash)
                _tokenizer.Position = MetaCommands.Pass(_text, token.Start, _tokens.Count == 0, _path);
            else if (token.IsSymbol(_text, ';') && _boundary.EndsHere)
                Finish(statements);
            else
                Add(token);
        }

        RefuseOpenEnd();
        Finish(statements);
        return statements;
    }

    private void Add(Token token)
    {
        _tokens.Add(token);
        _boundary.Add(token);
        if (token.IsLiteral)
            Verbatim?.Invoke(token.Start, token.End);
    }

    private void AddComment(Token token)
    {
        if (_tokens.Count == 0)
            _comments.Add(token);
    }

    private void Finish(List<SqlStatement> statements)
    {
        if (_tokens.Count > 0)
        {
            statements.Add(Make());
            _session.Apply(new TokenCursor(_text, _tokens));
            _tokenizer.StandardConformingStrings = _session.StandardConformingStrings;
            // What is left out after an empty statement's semicolon still leads the next statement.
            _comments.Clear();
        }

        _tokens.Clear();
        _boundary.Reset();
    }

    private SqlStatement Make()
    {
        var (start, end) = (_tokens[0].Start, _tokens[^1].End);
        IReadOnlyList<string> comments = _comments.Count == 0 ? [] : [.. _comments.Select(comment => comment.In(_text).ToString())];
        IReadOnlyList<HeaderOption> options = _comments.Count == 0 ? [] : HeaderOptions.Read(_comments, _text, _tracker);
        var (line, column) = _tracker.At(start);
        return new SqlStatement
        {
            Text = _text[start..end],
            Offset = start,
            Line = line,
            Column = column,
            LeadingComments = comments,
            Options = options,
            SearchPath = _session.SearchPath,
            Facts = FactsReader.Read(_text, _tokens),
            CopyData = CopyData(start),
        };
    }

    private CopyBlock? CopyData(int start)
    {
        if (!CopyStatement.WantsData(new TokenCursor(_text, _tokens), _text, _path))
            return null;
        var position = _tokenizer.Position;
        var block = CopyStatement.TakeData(_text, ref position, start, _tracker, _path);
        _tokenizer.Position = position;
        Verbatim?.Invoke(block.Offset, block.Offset + block.Data.Length);
        return block;
    }

    private void RefuseOpenEnd()
    {
        if (_boundary.Atomic is { } atomic)
        {
            throw LexicalErrors.At("SqlUnterminatedBody", "A BEGIN ATOMIC body begins here and never ends", _text, atomic.Start, _path,
                "Close it with END; after the semicolon of its last statement, then run the command again.");
        }

        if (_boundary.Depth > 0)
        {
            throw LexicalErrors.At("SqlUnterminatedParenthesis", "A parenthesis is opened here and never closed", _text,
                _boundary.Opening.Start, _path, "Close it with ), then run the command again.");
        }
    }
}
