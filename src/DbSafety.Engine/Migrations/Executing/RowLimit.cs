using DbSafety.Core.Errors;
using DbSafety.Engine.Hazards.Allowances;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Executing;

/// <summary>Stops a statement that changed more rows than one may (<c>limits.maxRows</c>) while its transaction can still be taken back.</summary>
internal static class RowLimit
{
    /// <summary>The script allows it (DS05) with a reason, or the rows are those of a table that the script itself made.</summary>
    public static bool IsAllowed(ScriptPlan plan, SqlStatement statement) =>
        AllowanceReader.Read(plan.Script).Any(allowance => allowance.Reason is not null && allowance.Rules.Contains("DS05") && (allowance.Statement is null || ReferenceEquals(allowance.Statement, statement)))
        || statement.Facts.Affects.Where(item => item.Effect == StatementEffect.DataChanged).All(item => plan.Statements.TakeWhile(other => other != statement)
            .SelectMany(other => other.Facts.Affects).Any(made => made.Effect == StatementEffect.Created && made.IsTableLike && made.Name == item.Name));

    public static DbSafetyException Exceeded(ScriptPlan plan, SqlStatement statement, long rows, long most) =>
        new("TooManyRows", ErrorKind.Refused, $"{ScriptName.Of(plan.Path)}, line {statement.Line}: {statement.Facts.Tag} changed {rows:N0} rows, and one statement may change {most:N0} (limits.maxRows).")
        {
            State = "The transaction was rolled back: none of these rows is changed.",
            NextStep = "Change them in batches; or, where it does no harm here, put before the statement: -- dbsafety: allow DS05 because …",
            Script = plan.Path,
            Line = statement.Line,
        };
}
