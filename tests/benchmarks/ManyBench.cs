using System.Globalization;
using System.Text;
using DbSafety.Engine.Sandbox;

namespace DbSafety.Benchmarks;

/// <summary>
/// What many small migrations cost: <c>dbsafety migrate</c> without rehearsal and backup against <c>psql -f</c> of the same files on one
/// connection, each as a process of its own with all that it takes to start. Once as the server is for tests, where a commit costs
/// nothing, and once with its commits on the disk, as in production.
/// </summary>
internal sealed class ManyBench(SandboxServer server, PsqlOptions options)
{
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var psql = await new Programs(server).FindAsync("psql", cancellationToken) ?? throw new InvalidOperationException("psql is not installed.");
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"PostgreSQL {server.Version}, {options.Files} migrations, {Environment.ProcessorCount} cores, .NET {Environment.Version}; medians of {options.Runs} interleaved runs.\n\n");
        text.Append("| migrations | commits | dbsafety s | psql s | ratio | ms per migration | of psql |\n|---|---|---|---|---|---|---|\n");
        foreach (var isDurable in (bool[])[false, true])
        {
            await SetAsync(isDurable, cancellationToken);
            foreach (var (name, script) in Kinds)
                text.Append(await MeasureAsync(name, script, isDurable, psql, cancellationToken));
        }

        return text.ToString();
    }

    private static (string Name, Func<int, string> Script)[] Kinds =>
    [
        ("one table each", i => $"CREATE TABLE t{i} (id int PRIMARY KEY, name text);\n"),
        ("one column each", i => i == 1 ? "CREATE TABLE t (id int);\n" : $"ALTER TABLE t ADD COLUMN c{i} int;\n"),
        ("a row and a comment each", i => i == 1 ? "CREATE TABLE t (id int PRIMARY KEY, name text);\n" : $"INSERT INTO t VALUES ({i}, 'row');\nCOMMENT ON TABLE t IS 'row {i}';\n"),
    ];

    private async Task<string> MeasureAsync(string name, Func<int, string> script, bool isDurable, string psql, CancellationToken cancellationToken)
    {
        List<double> ours = [], theirs = [];
        for (var round = 0; round < options.Runs; round++)
        {
            // Each begins a round in turn, so that none is always the one after the server rested.
            foreach (var isOurs in round % 2 == 0 ? (bool[])[true, false] : [false, true])
            {
                var measured = await OnceAsync(script, isOurs ? null : psql, cancellationToken);
                (isOurs ? ours : theirs).Add(measured.Wall.TotalSeconds);
                Console.Error.WriteLine($"  {name}, round {round + 1}: {(isOurs ? "dbsafety" : "psql")} {measured.Wall.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture)} s");
            }
        }

        var (a, b) = (Median(ours), Median(theirs));
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {(isDurable ? "on the disk" : "not waited for")} | {a:0.00} | {b:0.00} | {a / b:0.00} | {1000 * a / options.Files:0.00} | {1000 * b / options.Files:0.00} |\n");
    }

    private async Task<Measurement> OnceAsync(Func<int, string> script, string? psql, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("dbsafety-many-").FullName;
        try
        {
            await using var database = await BenchDatabase.CreateAsync(server, "many", null, cancellationToken);
            foreach (var name in (string[])["migrations", "rollback", "backups"])
                Directory.CreateDirectory(Path.Combine(folder, name));
            await File.WriteAllTextAsync(Path.Combine(folder, "dbsafety.yaml"), $$"""
                version: 1
                name: many
                targets: { bench: { environment: development, connection: "{{database.Uri}}" } }
                environments:
                  development:
                    approvals: { firstModification: none, majorMigration: none, productionDeployment: none, afterRollback: none }
                    backup: { required: false }
                    rehearsal: off
                """, cancellationToken);
            List<string> files = [];
            for (var i = 1; i <= options.Files; i++)
            {
                var file = i.ToString("0000", CultureInfo.InvariantCulture) + "_step.sql";
                files.Add(Path.Combine(folder, "migrations", file));
                await File.WriteAllTextAsync(files[^1], script(i), cancellationToken);
                await File.WriteAllTextAsync(Path.Combine(folder, "rollback", file), "SELECT 1;\n", cancellationToken);
            }

            return psql is null
                ? await ChildRun.RunAsync("dotnet", [.. new Programs(server).Ours, "migrate", "--project", folder, "--force", "--json"], server, cancellationToken)
                : await ChildRun.RunAsync(psql, [.. database.Psql, .. files.SelectMany(file => new[] { "-f", file })], server, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // What a throw-away server leaves out to be quick, production does not.
    private async Task SetAsync(bool isDurable, CancellationToken cancellationToken)
    {
        await using var database = await BenchDatabase.CreateAsync(server, "settings", null, cancellationToken);
        foreach (var setting in (string[])["fsync", "synchronous_commit", "full_page_writes"])
            await database.ExecuteAsync($"ALTER SYSTEM SET {setting} = {(isDurable ? "on" : "off")}", cancellationToken);
        await database.ExecuteAsync("SELECT pg_reload_conf(), pg_sleep(0.5)", cancellationToken);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
