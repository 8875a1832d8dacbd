using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Scripts.Batches;
using DbSafety.Engine.Projects.Layouts;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Scripts;

/// <summary>Reads a script and divides it into steps. What is wrong with it is collected, so that a person sees all of it at once.</summary>
public static class ScriptPlanner
{
    /// <summary>Plans a script of a migration; null where it has problems.</summary>
    public static ScriptPlan? Plan(MigrationScript script, ICollection<ScriptProblem> problems)
    {
        if (script.Program is { } program)
        {
            var error = LayoutErrors.NotSql(script, program);
            problems.Add(new ScriptProblem(script.Path, null, null, error.Message, error.Id, error.NextStep));
            return null;
        }

        return ScriptFile.TryRead(script, problems) is { } source ? Plan(source, script.Path, script.NoTransaction, problems) : null;
    }

    /// <summary>Plans a script whose text is known; null where it has problems.</summary>
    public static ScriptPlan? Plan(ScriptText source, string path, bool noTransaction, ICollection<ScriptProblem> problems)
    {
        SqlScript script;
        try
        {
            script = source.Parse();
        }
        catch (DbSafetyException error) when (error.Kind == ErrorKind.InvalidScript)
        {
            // The place is a problem's own to tell.
            var place = $"{path}, line {error.Line}, column {error.Column}: ";
            var message = error.Message.StartsWith(place, StringComparison.Ordinal) ? error.Message[place.Length..] : error.Message;
            problems.Add(new ScriptProblem(path, error.Line, error.Column, message, error.Id, error.NextStep));
            return null;
        }

        var found = new List<ScriptProblem>();
        var header = ScriptHeader.Read(script.HeaderOptions, path, found);
        var transactions = ScriptTransactions.Read(script.Statements);
        ScriptRules.Check(transactions.Statements, path, found);
        var batches = BatchRules.Read(script.Statements, transactions.Statements, path, found);
        foreach (var problem in found)
            problems.Add(problem);
        return found.Count == 0
            ? new ScriptPlan(path, source, script, header, ScriptSteps.Divide(transactions, noTransaction || header.NoTransaction, batches))
            : null;
    }
}
