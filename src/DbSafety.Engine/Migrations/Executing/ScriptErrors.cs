using DbSafety.Core.Errors;
using DbSafety.Engine.Connections;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Executing;

/// <summary>What the server said of a statement, with its place in the file.</summary>
internal static class ScriptErrors
{
    private const int LongestStatement = 400;

    public static DbSafetyException At(SqlStatement statement, ScriptPlan plan, Exception error)
    {
        if (error is not PostgresException server)
            return PostgresErrors.Map(error, $"running {ScriptName.Of(plan.Path)}, line {statement.Line}");
        var place = ScriptSession.Locate(statement, server);
        var mapped = PostgresErrors.Map(server, "running a script");
        var isOurs = mapped.Kind is not (ErrorKind.LimitReached or ErrorKind.Connection);
        return new DbSafetyException(isOurs ? "StatementFailed" : mapped.Id, isOurs ? ErrorKind.FailedRolledBack : mapped.Kind,
            $"{ScriptName.Of(plan.Path)}, line {place.Line}: {server.MessageText} ({server.SqlState})", server)
        {
            SqlState = server.SqlState,
            Script = plan.Path,
            Line = place.Line,
            Column = place.Column,
            Detail = [$"Statement: {Shown(statement)}", .. mapped.Detail, .. Hint(server, statement)],
        };
    }

    public static DbSafetyException AtCommit(ScriptStep step, ScriptPlan plan, PostgresException error) =>
        new("CommitFailed", ErrorKind.FailedRolledBack,
            $"{ScriptName.Of(plan.Path)}: the transaction that begins on line {step.Statements[0].Line} could not be committed: {error.MessageText} ({error.SqlState})", error)
        {
            SqlState = error.SqlState,
            Script = plan.Path,
            Line = step.Statements[^1].Line,
            Detail = PostgresErrors.Map(error, "committing").Detail,
        };

    public static DbSafetyException TransactionEnded(ScriptStep step, ScriptPlan plan) =>
        new("TransactionEnded", ErrorKind.StateUnknown,
            $"{ScriptName.Of(plan.Path)}: a statement of {step} ended the transaction in which it ran.")
        {
            Script = plan.Path,
            Line = step.Statements[0].Line,
        };

    public static DbSafetyException Cancelled(ScriptPlan plan, int line) =>
        new("Cancelled", ErrorKind.Cancelled, $"Cancelled while {ScriptName.Of(plan.Path)}, line {line}, was running.") { Script = plan.Path, Line = line };

    /// <summary>The error at the end of all attempts.</summary>
    public static DbSafetyException Exhausted(DbSafetyException last, LockRetry retry, IReadOnlyList<string> blockers) =>
        new(last.SqlState is null ? last.Id : "LockLimitReached", ErrorKind.LimitReached, $"{last.Message} {retry.Summary}", last)
        {
            SqlState = last.SqlState,
            NextStep = last.NextStep,
            Script = last.Script,
            Line = last.Line,
            Column = last.Column,
            Detail = [.. blockers.Select(blocker => $"In the way: {blocker}"), .. last.Detail],
        };

    // The file may be mended before somebody reads the report.
    private static string Shown(SqlStatement statement)
    {
        var text = string.Join(' ', RedactedQuery.Of(statement.Text, keepNumbers: true).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length > LongestStatement ? $"{text[..LongestStatement]}…" : text;
    }

    private static IEnumerable<string> Hint(PostgresException error, SqlStatement statement) => error.SqlState switch
    {
        "57014" => ["If it may take longer, write into the script's first lines: -- dbsafety: statement_timeout 10min"],
        "2D000" => ["It commits by itself, which it cannot do in a transaction. Write into the script's first lines: -- dbsafety: no-transaction"],
        "42501" => [$"The role needs the right to run: {statement.Facts.Tag}"],
        _ => [],
    };
}
