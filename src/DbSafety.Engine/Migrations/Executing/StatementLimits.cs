using DbSafety.Core.Hosting;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Projects;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Executing;

/// <summary>The limits of a script's statements: the header's, else the policy's for the kind of the statement.</summary>
/// <param name="Policy">The environment's.</param>
/// <param name="Header">The script's.</param>
internal sealed record StatementLimits(LimitPolicy Policy, ScriptHeader Header)
{
    // A transaction of ours never idles; if the client hangs, its locks must not stay for long.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(1);

    public TimeSpan LockTimeout => Header.LockTimeout ?? Policy.LockTimeout;

    /// <summary>A new series of attempts.</summary>
    public LockRetry Retry(IOperationHost host) => new(Header.LockAttempts ?? Policy.LockAttempts, Header.Deadline ?? Policy.Deadline, host);

    public TimeSpan StatementTimeout(SqlStatement statement) => Header.StatementTimeout ?? (IsLong(statement) ? Policy.LongStatementTimeout : Policy.StatementTimeout);

    /// <summary>
    /// How long the client waits for a statement's answer, in whole seconds: beyond the server's own limit for it, so that the server is asked first. 0 for ever,
    /// where there is no limit or the script sets one itself.
    /// </summary>
    public int Answer(SqlStatement statement, ScriptPlan plan) =>
        StatementTimeout(statement) is { Ticks: > 0 } limit && !SetsTimeout(plan) ? (int)Math.Ceiling((limit + Policy.AnswerTimeout).TotalSeconds) : 0;

    /// <summary>
    /// What begins a transaction of a script, in one statement, which gives the transaction's id as text: a run of many small migrations
    /// is a matter of how many statements each takes.
    /// </summary>
    public string Opening(SqlStatement first, int serverMajor)
    {
        List<(string Name, string Value)> settings =
        [
            ("lock_timeout", PostgresDuration.Setting(LockTimeout)),
            ("statement_timeout", PostgresDuration.Setting(StatementTimeout(first))),
            ("idle_in_transaction_session_timeout", PostgresDuration.Setting(IdleTimeout)),
        ];
        if (serverMajor >= 14)
            settings.Add(("client_connection_check_interval", "'2s'"));
        return $"SELECT pg_catalog.pg_current_xact_id()::text, {string.Join(", ", settings.Select(setting => $"pg_catalog.set_config('{setting.Name}', {setting.Value}, true)"))}";
    }

    /// <summary>What begins the transaction of a verify script.</summary>
    public IReadOnlyList<string> ForTransaction(int serverMajor) =>
    [
        $"SET LOCAL lock_timeout = {PostgresDuration.Setting(LockTimeout)}",
        $"SET LOCAL idle_in_transaction_session_timeout = {PostgresDuration.Setting(IdleTimeout)}",
        .. serverMajor >= 14 ? (string[])["SET LOCAL client_connection_check_interval = '2s'"] : [],
    ];

    /// <summary>What goes before a statement that runs by itself.</summary>
    public IReadOnlyList<string> ForAlone(SqlStatement statement, int serverMajor) =>
    [
        $"SET lock_timeout = {PostgresDuration.Setting(IsConcurrent(statement) ? TimeSpan.Zero : LockTimeout)}",
        $"SET statement_timeout = {PostgresDuration.Setting(StatementTimeout(statement))}",
        .. serverMajor >= 14 ? (string[])["SET client_connection_check_interval = '2s'"] : [],
    ];

    private static bool SetsTimeout(ScriptPlan plan) => plan.Statements.Any(statement => statement.Text.Contains("statement_timeout", StringComparison.OrdinalIgnoreCase));

    // CONCURRENTLY waits for old snapshots of the whole database: a lock_timeout would end it with an invalid index (research L1).
    private static bool IsConcurrent(SqlStatement statement) =>
        statement.Facts.RunsOutsideTransaction && statement.Text.Contains("CONCURRENTLY", StringComparison.OrdinalIgnoreCase);

    // What takes long by its nature: it reads or writes whole tables.
    private static bool IsLong(SqlStatement statement) =>
        statement.Facts.Class is StatementClass.Copy or StatementClass.Maintenance or StatementClass.Dml
        || statement.Facts.Tag is "CREATE INDEX" or "CREATE TABLE AS" or "SELECT INTO" or "CREATE MATERIALIZED VIEW" or "CALL"
        || (statement.Facts.Tag == "ALTER TABLE" && statement.Text.Contains("VALIDATE", StringComparison.OrdinalIgnoreCase));
}
