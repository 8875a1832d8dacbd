using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Scripts.Batches;

/// <summary>Which statements of a script are to be run in batches, and why one that is to be cannot.</summary>
internal static class BatchRules
{
    /// <param name="written">The statements of the file.</param>
    /// <param name="run">Those that are run: a BEGIN and a COMMIT around them are left out.</param>
    public static IReadOnlyDictionary<SqlStatement, BatchForm> Read(
        IReadOnlyList<SqlStatement> written, IReadOnlyList<SqlStatement> run, string path, ICollection<ScriptProblem> problems)
    {
        var forms = new Dictionary<SqlStatement, BatchForm>(ReferenceEqualityComparer.Instance);
        foreach (var statement in written)
        {
            foreach (var line in statement.Options.Where(option => option.Key == BatchOption.Name))
            {
                void Wrong(string message) => problems.Add(new ScriptProblem(path, line.Line, 1, message));

                if (written.Count != run.Count)
                    Wrong("Batches are committed one by one, and the script asks for one transaction: leave BEGIN and COMMIT out.");
                else if (BatchOption.Parse(line) is not { } option)
                    Wrong($"'{line.Value}' does not say how to make batches; write it as: {BatchOption.Usage}");
                else if (BatchReader.Read(statement, option, out var refusal) is { } form)
                    forms[statement] = form;
                else
                    Wrong($"{statement.Facts.Tag}, line {statement.Line}, cannot be run in batches: {refusal}.");
            }
        }

        return forms;
    }
}
