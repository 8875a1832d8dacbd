using System.Diagnostics;
using DbSafety.Engine.Sql;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Sql;

/// <summary>
/// Random scripts, divided by us and run statement by statement, must do what they do when PostgreSQL, or psql, divides them itself.
/// DBSAFETY_TEST_LONG=1 tries many more, from a new seed; a failure prints the seed of its script, and DBSAFETY_TEST_SEED begins with it.
/// </summary>
public sealed class SplittingOracleTests
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("DBSAFETY_TEST_LONG") == "1";
    private static readonly int FirstSeed = int.TryParse(Environment.GetEnvironmentVariable("DBSAFETY_TEST_SEED"), out var seed) ? seed
        : Long ? Random.Shared.Next(1_000_000_000) : 1;

    public static TheoryData<int> Majors => [.. TestServers.Majors];

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Random_scripts_are_divided_as_the_server_divides_them(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major, """
            CREATE TABLE log (n serial, v text);
            CREATE FUNCTION run(script text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE script; END';
            """);
        await using var connection = await database.OpenAsync();

        for (var seed = FirstSeed; seed < FirstSeed + (Long ? 5000 : 40); seed++)
        {
            var (text, count) = new ScriptGenerator(seed, major >= 14, psqlOnly: false).Make();
            var statements = SqlScript.Parse(text).Statements;
            Assert.True(count == statements.Count, $"Seed {seed}: {count} statements were divided into {statements.Count}:\n{text}");

            var whole = await RolledBackAsync(connection, [text]);
            var divided = await RolledBackAsync(connection, [.. statements.Select(statement => statement.Text)]);
            Assert.True(whole == divided, $"Seed {seed}:\n{text}\n== as a whole ==\n{whole}\n== divided ==\n{divided}");
        }
    }

    [SkippableFact]
    public async Task Random_scripts_are_divided_as_psql_divides_them()
    {
        Psql.Require();
        await using var database = await TestDatabase.CreateAsync(18, "CREATE TABLE log (n serial, v text)");
        for (var seed = FirstSeed; seed < FirstSeed + (Long ? 300 : 10); seed++)
        {
            var (text, count) = new ScriptGenerator(seed, atomicBodies: true, psqlOnly: true).Make();
            var statements = SqlScript.Parse(text).Statements;
            Assert.True(count == statements.Count, $"Seed {seed}: {count} statements were divided into {statements.Count}:\n{text}");

            var psql = await PsqlAsync(database, "BEGIN;\n" + text + ";\nSELECT v FROM log ORDER BY n;\nROLLBACK;\n");
            var ours = await PsqlAsync(database, "BEGIN;\n" + string.Concat(statements.Select(ForPsql)) + "SELECT v FROM log ORDER BY n;\nROLLBACK;\n");
            Assert.True(psql == ours, $"Seed {seed}:\n{text}\n== psql ==\n{psql}\n== divided ==\n{ours}");
        }
    }

    /// <summary>A statement as psql wants it; its last line may be a comment's, so the semicolon has one of its own.</summary>
    private static string ForPsql(SqlStatement statement) => statement.CopyData is { } copy
        ? $"{statement.Text};\n{copy.Data}\\.\n"
        : $"{statement.Text}\n;\n";

    private static async Task<string> RolledBackAsync(NpgsqlConnection connection, string[] scripts)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var script in scripts)
        {
            await using var run = new NpgsqlCommand("SELECT run($1)", connection) { Parameters = { new() { Value = script } } };
            await run.ExecuteNonQueryAsync();
        }

        await using var read = new NpgsqlCommand("SELECT string_agg(quote_nullable(v), E'\\n' ORDER BY n) FROM log", connection);
        return await read.ExecuteScalarAsync() as string ?? "";
    }

    private static async Task<string> PsqlAsync(TestDatabase database, string script)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, script);
            var start = new ProcessStartInfo("psql", ["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-f", file])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = System.Text.Encoding.UTF8,
            };
            var connection = database.Connection;
            (start.Environment["PGHOST"], start.Environment["PGPORT"]) = (connection.Host, $"{connection.Port}");
            (start.Environment["PGUSER"], start.Environment["PGPASSWORD"]) = (connection.Username, connection.Password ?? "");
            (start.Environment["PGDATABASE"], start.Environment["PGCLIENTENCODING"]) = (connection.Database, "UTF8");
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, $"psql failed:\n{await errors}\n{script}");
            return output;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
