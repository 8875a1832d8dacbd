using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Migrations.Scripts.Batches;
using DbSafety.Engine.Projects.Layouts;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Hazards.Linting;

/// <summary>Reads scripts to be judged. A script that the runner would refuse is judged all the same, as far as it can be read.</summary>
internal static class ScriptChain
{
    /// <exception cref="DbSafetyException">The script cannot be divided into statements.</exception>
    public static ChainScript Read(string id, MigrationScript script)
    {
        var source = ScriptFile.Read(script);
        var problems = new List<ScriptProblem>();
        if (ScriptPlanner.Plan(source, script.Path, script.NoTransaction, problems) is { } plan)
            return ChainScript.Of(id, plan);
        var parsed = SqlScript.Parse(source.Text, script.Path);
        var header = ScriptHeader.Read(parsed.HeaderOptions, script.Path, []);
        var transactions = ScriptTransactions.Read(parsed.Statements);
        var steps = ScriptSteps.Divide(transactions, script.NoTransaction || header.NoTransaction, BatchRules.Read(parsed.Statements, transactions.Statements, script.Path, []));
        return new ChainScript(id, script.Path, parsed, parsed.Statements.Count == 0 ? [] : steps, header);
    }

    public static ChainScript ReadFile(string path) => Read(System.IO.Path.GetFileNameWithoutExtension(path), new MigrationScript(path, WholeFile.Section));

    /// <summary>The names that scripts write, by which the target is asked.</summary>
    public static IReadOnlyCollection<string> Names(IReadOnlyList<ChainScript> chain)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var statement in chain.SelectMany(script => script.Statements))
        {
            foreach (var item in statement.Facts.Affects)
                names.Add(item.Name);
            if (statement.Facts.Tag == "ALTER TABLE" || statement.Facts.Tag.EndsWith("FUNCTION", StringComparison.Ordinal))
                AddWords(statement.Text, names);
        }

        return names;
    }

    // Types and functions of new columns, and indexes that become constraints.
    private static void AddWords(string text, HashSet<string> names)
    {
        foreach (var token in Sql.Forms.Reading.FormReader.Tokens(text).Where(token => token.IsName))
            names.Add(Sql.Lexing.TokenText.Name(token, text));
    }
}
