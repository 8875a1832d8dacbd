using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Hazards;

/// <summary>One script of the chain that is judged.</summary>
/// <param name="Id">The migration's id.</param>
/// <param name="Path">The file.</param>
/// <param name="Script">Its statements as the file has them.</param>
/// <param name="Steps">The steps in which they are run.</param>
/// <param name="Header">What its header lines ask for.</param>
internal sealed record ChainScript(string Id, string Path, SqlScript Script, IReadOnlyList<ScriptStep> Steps, ScriptHeader Header)
{
    /// <summary>The script is judged; false for one that is only read for what it makes.</summary>
    public bool IsJudged { get; init; } = true;

    /// <summary>The whole file's text, from whose comments the allowances come.</summary>
    public IReadOnlyList<SqlStatement> Statements => Script.Statements;

    /// <summary>The script has written a BEGIN before this statement and a COMMIT after it.</summary>
    public bool HasTransactionAround(SqlStatement statement) => ScriptTransactions.Read(Statements).IsInside(statement);

    public static ChainScript Of(string id, ScriptPlan plan) => new(id, plan.Path, plan.Script, plan.IsEmpty ? [] : plan.Steps, plan.Header);
}
