using DbSafety.Engine.Migrations.Scripts;

namespace DbSafety.Engine.Migrations.Planning;

/// <summary>What a verify script may not hold: it is run in one transaction, which is always rolled back.</summary>
internal static class VerifyRules
{
    public static void Check(ScriptPlan verify, ICollection<ScriptProblem> problems)
    {
        foreach (var statement in verify.Statements.Where(statement => statement.Facts.RunsOutsideTransaction))
        {
            problems.Add(new ScriptProblem(verify.Path, statement.Line, statement.Column,
                $"{statement.Facts.Tag} cannot run in a verify script, whose changes are always rolled back: {statement.Facts.OutsideTransactionReason}.", "VerifyScriptRefused"));
        }
    }
}
