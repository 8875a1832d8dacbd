using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Executing;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>
/// Runs a verify script: every SELECT has to give one boolean column that is true in each of at least one row, and nothing may raise
/// an error. It runs in one transaction that is always rolled back, so it may also try what an application does, such as an insert.
/// </summary>
internal sealed class VerifyRunner(Sessions sessions, LimitPolicy limitPolicy)
{
    /// <summary>What did not pass; null where all did.</summary>
    /// <param name="passesUnlessError">What the queries give is not looked at (Sqitch's rule).</param>
    public async Task<DbSafetyException?> RunAsync(ScriptPlan plan, bool passesUnlessError, CancellationToken cancellationToken)
    {
        await using var session = await ScriptSession.OpenAsync(sessions, "verify", cancellationToken);
        var limits = new StatementLimits(limitPolicy, plan.Header);
        await session.SendAsync(cancellationToken, ["BEGIN", .. limits.ForTransaction(session.Connection.PostgreSqlVersion.Major)]);
        foreach (var statement in plan.Statements)
        {
            try
            {
                await session.SendAsync(cancellationToken, $"SET LOCAL statement_timeout = {PostgresDuration.Setting(limits.StatementTimeout(statement))}");
                var failure = statement.Facts is { Class: StatementClass.Query, Tag: not ("SHOW" or "EXPLAIN") } && !passesUnlessError
                    ? await AskAsync(session.Connection, statement, cancellationToken)
                    : await DoAsync(session, statement, cancellationToken);
                if (failure is not null)
                    return NotPassed(plan, statement, failure);
            }
            catch (Exception error) when (PostgresErrors.IsDriverError(error))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var raised = ScriptErrors.At(statement, plan, error);
                return new DbSafetyException("VerifyFailed", ErrorKind.CheckFailed, raised.Message, raised)
                {
                    SqlState = raised.SqlState,
                    Script = raised.Script,
                    Line = raised.Line,
                    Column = raised.Column,
                    Detail = raised.Detail,
                };
            }
        }

        // The session is closed without a commit, which rolls back.
        return null;
    }

    private static async Task<string?> DoAsync(ScriptSession session, SqlStatement statement, CancellationToken cancellationToken)
    {
        await session.RunAsync(statement, [], cancellationToken);
        return null;
    }

    private static async Task<string?> AskAsync(NpgsqlConnection session, SqlStatement statement, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(session) { BatchCommands = { new NpgsqlBatchCommand(statement.Text) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (reader.FieldCount != 1 || reader.GetFieldType(0) != typeof(bool))
            return "it has to give one boolean column, such as SELECT count(*) = 3 FROM …";
        var rows = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            rows++;
            if (reader.IsDBNull(0) || !reader.GetBoolean(0))
                return $"row {rows} is {(reader.IsDBNull(0) ? "null" : "false")}";
        }

        return rows == 0 ? "it gave no row, so nothing was verified" : null;
    }

    private static DbSafetyException NotPassed(ScriptPlan plan, SqlStatement statement, string failure) =>
        new("VerifyFailed", ErrorKind.CheckFailed, $"{ScriptName.Of(plan.Path)}, line {statement.Line}: {failure}.")
        {
            Script = plan.Path,
            Line = statement.Line,
            Column = statement.Column,
            Detail = [SecretText.Hide(statement.Text)],
        };
}
