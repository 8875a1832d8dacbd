using System.Text;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Operations.Scripting;

/// <summary>Collects the SQL that a command would run, as a script that psql takes.</summary>
internal sealed class SqlOutput
{
    private const string ByHand = "It is the SQL alone. By hand there is no backup, no proof, no guard, no check and no journal: to dbsafety such a change is drift.";

    private const int PieceLength = 1 << 22;

    private readonly StringBuilder _text = new();

    /// <param name="doing">What the command does, such as <c>Applying migrations</c>.</param>
    /// <param name="target">The database.</param>
    /// <param name="host">The clock.</param>
    /// <param name="note">What is missing when it is run by hand.</param>
    public SqlOutput(string doing, ResolvedTarget target, IOperationHost host, string note = ByHand) =>
        Comment($"{doing}: {target.Name} ({target.Environment}), as of {host.Time.GetUtcNow().UtcDateTime:yyyy-MM-dd HH:mm} UTC. Written, and not run.").Comment(note);

    public SqlOutput Comment(string text)
    {
        foreach (var line in text.Split('\n'))
            _text.Append("-- ").Append(line.TrimEnd()).Append('\n');
        return this;
    }

    public SqlOutput Space()
    {
        _text.Append('\n');
        return this;
    }

    public SqlOutput Add(string statement)
    {
        var text = statement.TrimEnd().TrimEnd(';');

        // A comment at its end would take the semicolon with it.
        var isCommented = text[(text.LastIndexOf('\n') + 1)..].Contains("--", StringComparison.Ordinal);
        _text.Append(text).Append(isCommented ? "\n;\n" : ";\n");
        return this;
    }

    public SqlOutput AddAll(IEnumerable<string> statements)
    {
        foreach (var statement in statements)
            Add(statement);
        return this;
    }

    /// <summary>A statement of a script, with the rows that follow a COPY.</summary>
    public SqlOutput Add(SqlStatement statement)
    {
        Add(statement.Text);
        if (statement.CopyData is { } rows)
        {
            var data = new string(rows.Data.Span);
            _text.Append(data).Append(data.Length == 0 || data.EndsWith('\n') ? "" : "\n").Append("\\.\n");
        }

        return this;
    }

    /// <summary>SQL that ends its statements itself.</summary>
    public SqlOutput AddText(string sql)
    {
        _text.Append(sql.TrimEnd()).Append('\n');
        return this;
    }

    /// <summary>Rows of a COPY, or their end mark.</summary>
    public void AddRows(ReadOnlySpan<char> rows) => _text.Append(rows);

    /// <summary>Hands out the whole lines that are there, where they are many: a script of any size needs no memory of its size.</summary>
    public void HandOut(IOperationHost host)
    {
        if (_text.Length < PieceLength)
            return;
        var text = _text.ToString();
        var end = text.LastIndexOf('\n');
        if (end < 0)
            return;
        host.Write(new TextDocument("sql", text[..end]));
        _text.Clear().Append(text, end + 1, text.Length - end - 1);
    }

    public TextDocument ToDocument() => new("sql", _text.ToString().TrimEnd());
}
