using DbSafety.Core.Errors;
using DbSafety.Engine.Sql.Reading;

namespace DbSafety.Engine.Sql;

/// <summary>A script, divided into its statements.</summary>
public sealed record SqlScript
{
    /// <summary>The file, for messages; null where there is none.</summary>
    public string? Path { get; init; }

    public required string Text { get; init; }

    public required IReadOnlyList<SqlStatement> Statements { get; init; }

    /// <summary>The <c>-- dbsafety: key value</c> lines before the first statement.</summary>
    public IReadOnlyList<HeaderOption> HeaderOptions { get; init; } = [];

    /// <summary>What all the statements affect together, each once.</summary>
    public IEnumerable<AffectedObject> Affects => Statements.SelectMany(statement => statement.Facts.Affects).Distinct();

    /// <summary>Divides a script as PostgreSQL's own lexer would, with the COPY data lines of psql.</summary>
    /// <param name="text">The script, decoded (see <see cref="ScriptText"/>).</param>
    /// <param name="path">The file that it came from, for messages.</param>
    /// <exception cref="DbSafetyException">Of kind InvalidScript, with line and column: a quote or comment that is never closed, a psql
    /// command, COPY data that never ends.</exception>
    public static SqlScript Parse(string text, string? path = null)
    {
        var statements = new StatementReader(text, path).ReadAll();
        return new SqlScript
        {
            Path = path,
            Text = text,
            Statements = statements,
            HeaderOptions = statements.Count > 0 ? statements[0].Options : Reading.HeaderOptions.ReadHeader(text, path),
        };
    }
}
