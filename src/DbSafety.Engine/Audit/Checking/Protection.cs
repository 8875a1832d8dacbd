using System.Reflection;
using System.Text.RegularExpressions;
using DbSafety.Core.Results.Journals;
using DbSafety.Engine.Migrations.Journals;
using Npgsql;

namespace DbSafety.Engine.Audit.Checking;

/// <summary>What keeps the tables from being changed: whether it is there, is on, and is what we made.</summary>
internal static partial class Protection
{
    // A table of a later version is asked for only where it is there.
    private const string Triggers = """
        SELECT w.relation || ': ' || w.trigger || CASE WHEN t.oid IS NULL THEN ' is not there' ELSE ' is off' END
        FROM (VALUES ('journal', 'chain'), ('journal', 'append_only'), ('script', 'append_only'), ('version', 'append_only'),
                     ('schema_object', 'append_only'), ('run_event', 'append_only')) AS w (relation, trigger)
        JOIN pg_catalog.pg_class c ON c.relname = w.relation AND c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = 'dbsafety')
        LEFT JOIN pg_catalog.pg_trigger t ON t.tgrelid = c.oid AND t.tgname = w.trigger
        WHERE t.oid IS NULL OR t.tgenabled <> 'A'
        ORDER BY 1
        """;

    private const string Functions = """
        SELECT p.proname::text, p.prosrc
        FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'dbsafety' AND p.proname IN ('journal_hash', 'chain_journal', 'refuse_change')
        """;

    public static async Task<IReadOnlyList<JournalFinding>> CheckAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var findings = new List<JournalFinding>();
        await using (var command = new NpgsqlCommand(Triggers, session))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                findings.Add(Finding($"What refuses changes of the journal was switched off: {reader.GetString(0)}."));
        }

        var ours = Ours();
        await using var functions = new NpgsqlCommand(Functions, session);
        await using var found = await functions.ExecuteReaderAsync(cancellationToken);
        while (await found.ReadAsync(cancellationToken))
        {
            if (!ours[found.GetString(0)].Contains(Plain(found.GetString(1))))
                findings.Add(Finding($"The function dbsafety.{found.GetString(0)} is not the one that DbSafety made."));
        }

        return findings;
    }

    private static JournalFinding Finding(string message) => new("JournalUnprotected", false, JournalPlace.Database, null, message);

    /// <summary>The bodies of our functions in all versions of the journal.</summary>
    private static ILookup<string, string> Ours()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(typeof(JournalInstaller).Namespace!, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .SelectMany(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return Definition().Matches(reader.ReadToEnd()).Select(match => (Name: match.Groups[1].Value, Body: Plain(match.Groups[2].Value)));
            })
            .ToLookup(one => one.Name, one => one.Body);
    }

    private static string Plain(string body) => body.Replace("\r\n", "\n", StringComparison.Ordinal);

    [GeneratedRegex(@"FUNCTION dbsafety\.(\w+)\(.*?AS \$\$(.*?)\$\$", RegexOptions.Singleline)]
    private static partial Regex Definition();
}
