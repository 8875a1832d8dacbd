using System.Diagnostics;
using System.Globalization;
using System.Text;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Operations;
using DbSafety.Engine.Sandbox;
using Npgsql;

namespace DbSafety.Benchmarks;

/// <summary>The curve of a rehearsal's time over the length of its chain: a statement should take as long in a long one as in a short one.</summary>
internal static class ChainBench
{
    private static readonly int[] Lengths = [50, 100, 200, 300];

    public static async Task<string> RunAsync(SandboxServer server, CancellationToken cancellationToken)
    {
        // Once for the runtime to warm up, which would fall upon the shortest.
        await MeasureAsync(server, 20, cancellationToken);
        var text = new StringBuilder($"PostgreSQL {server.Version}, {Environment.ProcessorCount} cores; up, rollback, comparison and up again of every file.\n\n");
        text.Append("| files | statements | seconds | ms per statement | of the first fifty files | of the last fifty files | processor s |\n|---|---|---|---|---|---|---|\n");
        foreach (var length in Lengths)
        {
            var (found, cpu) = await MeasureAsync(server, length, cancellationToken);
            text.Append(CultureInfo.InvariantCulture, $"| {length} | {Statements(found)} | {found.Sum(Seconds):0.0} | {PerStatement(found):0} | {PerStatement(found.Take(50)):0} | {PerStatement(found.TakeLast(50)):0} | {cpu.TotalSeconds:0.0} |\n");
            Console.Error.WriteLine($"  {length} files: {found.Sum(Seconds).ToString("0.0", CultureInfo.InvariantCulture)} s");
        }

        return text.ToString();
    }

    private static async Task<(IReadOnlyList<MigrationRehearsal> Found, TimeSpan Cpu)> MeasureAsync(SandboxServer server, int files, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("dbsafety-chain-").FullName;
        try
        {
            var database = $"chain_{files}";
            await using (var connection = new NpgsqlConnection(server.Connection.ConnectionString))
            {
                await connection.OpenAsync(cancellationToken);
                await using var command = new NpgsqlCommand($"CREATE DATABASE {database}", connection);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            ChainProject.Write(folder, new NpgsqlConnectionStringBuilder(server.Connection.ConnectionString) { Database = database, Pooling = false }.ConnectionString, files);
            var host = new BenchmarkHost();
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            await new OperationRunner().RunAsync(new TestSafeMigrationOptions { Project = folder }, host, cancellationToken);
            var found = host.Results.OfType<MigrationRehearsal>().ToList();
            if (found.Find(rehearsal => rehearsal.Certificate.Verdict != RehearsalVerdict.Exact) is { } wrong)
                throw new InvalidOperationException($"{wrong.Id}: {wrong.Certificate.Reason}");
            return (found, Process.GetCurrentProcess().TotalProcessorTime - before);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Seconds(MigrationRehearsal rehearsal) => rehearsal.Duration.TotalSeconds;

    // Of the up script and the rollback; the second run of the up script is not traced.
    private static int Statements(IEnumerable<MigrationRehearsal> found) => found.Sum(rehearsal => rehearsal.Traces.Sum(trace => trace.Statements.Count));

    private static double PerStatement(IEnumerable<MigrationRehearsal> found) => found.ToList() is var all ? all.Sum(Seconds) * 1000 / Statements(all) : 0;
}
