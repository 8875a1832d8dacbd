using DbSafety.Core.Errors;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Projects.Seeds;

/// <summary>One seed file, read and divided.</summary>
internal sealed record SeedFile(string Path, IReadOnlyList<SqlStatement> Statements)
{
    /// <exception cref="DbSafetyException">It cannot be read or divided, or holds what one transaction around all seeds cannot hold.</exception>
    public static async Task<SeedFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var script = (await ScriptText.ReadFileAsync(path, cancellationToken)).Parse();
        var statements = WithoutOuterPair(script.Statements);
        foreach (var statement in statements)
        {
            if (statement.Facts.IsTransactionControl)
                throw Refused(path, statement, $"{statement.Facts.Tag} would divide the one transaction that all seeds are loaded in", "Take it out, then run the command again.");
            if (statement.Facts.OutsideTransactionReason is { } reason)
                throw Refused(path, statement, $"it cannot run in the one transaction that all seeds are loaded in: {reason}", "Move it to a migration, then run the command again.");
        }

        return new SeedFile(path, statements);
    }

    // Many dumps stand between one BEGIN and one COMMIT as a whole: our transaction takes their place.
    private static IReadOnlyList<SqlStatement> WithoutOuterPair(IReadOnlyList<SqlStatement> statements) =>
        statements.Count >= 2 && statements.Count(statement => statement.Facts.IsTransactionControl) == 2
            && statements[0].Facts.Tag is "BEGIN" or "START TRANSACTION" && statements[^1].Facts.Tag is "COMMIT" or "END"
            ? [.. statements.Skip(1).SkipLast(1)] : statements;

    private static DbSafetyException Refused(string path, SqlStatement statement, string reason, string next) =>
        new("SeedStatementRefused", ErrorKind.InvalidScript, $"{path}, line {statement.Line}: {statement.Facts.Tag} is refused: {reason}.")
        {
            State = "Nothing was changed.",
            NextStep = next,
            Script = path,
            Line = statement.Line,
            Column = statement.Column,
        };
}
