using System.Text;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Operations.Scripting;

/// <summary>Collects the SQL that a command would run, as a script that psql takes.</summary>
internal sealed class SqlOutput
{
    private readonly StringBuilder _text = new();

    /// <param name="doing">What the command does, such as <c>Applying migrations</c>.</param>
    /// <param name="target">The database.</param>
    /// <param name="host">The clock.</param>
    public SqlOutput(string doing, ResolvedTarget target, IOperationHost host) =>
        Comment($"{doing}: {target.Name} ({target.Environment}), as of {host.Time.GetUtcNow().UtcDateTime:yyyy-MM-dd HH:mm} UTC. Written, and not run.")
            .Comment("It is the SQL alone. By hand there is no backup, no proof, no guard, no check and no journal: to dbsafety such a change is drift.");

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

    public TextDocument ToDocument() => new("sql", _text.ToString().TrimEnd());
}
