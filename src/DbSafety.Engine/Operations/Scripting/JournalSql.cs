using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Planning;
using DbSafety.Engine.Migrations.Running;
using Npgsql;

namespace DbSafety.Engine.Operations.Scripting;

/// <summary>The SQL that records migrations as applied: there the journal is the work itself.</summary>
internal static class JournalSql
{
    public static async Task<TextDocument> BaselineAsync(
        ResolvedTarget target, NpgsqlConnection session, IReadOnlyList<BaselineMigration> chosen, string? reason, IOperationHost host, CancellationToken cancellationToken)
    {
        var output = new SqlOutput("Recording migrations as applied", target, host,
            "Rows of the journal, which the server chains as they come. Nothing of an approval is in them, nor the schema as it is then. Run it while no run is under way.");
        if (chosen.Count == 0)
            return output.Space().Comment("There is nothing to do: the journal has all of these already.").ToDocument();
        if (await JournalInstaller.ScriptAsync(session, cancellationToken) is { Count: > 0 } install)
            output.Space().Comment("The journal itself").Add("BEGIN").AddAll(install).Add("COMMIT");

        var runId = RunContext.NewRunId(host);
        var journal = new JournalWriter(host);
        output.Space().Comment(string.Join(", ", chosen.Select(migration => migration.Describe()))).Add("BEGIN")
            .AddAll(BaselineMigration.Keep(chosen).Select(script => JournalWriter.KeepScript(script.Key, script.Text)))
            .Add(journal.Script(BaselineMigration.Begin(runId, chosen, reason)))
            .AddAll(chosen.Select(migration => journal.Script(migration.Entry(runId, reason))));
        return output.Add(journal.Script(new JournalEntry(runId, JournalEvent.RunFinished))).Add("COMMIT").ToDocument();
    }
}
