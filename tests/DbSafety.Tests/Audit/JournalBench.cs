using System.Text.Json.Nodes;
using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Journals;
using DbSafety.Engine.Audit.Chains;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using DbSafety.Tests.Migrations;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Audit;

/// <summary>A target with a journal of five events, and what somebody does to it who is superuser and can write the project's folder.</summary>
internal sealed class JournalBench : IAsyncDisposable
{
    /// <summary>Computes the whole chain of the table anew, as a superuser can.</summary>
    public const string Rehash = """
        DO $$ DECLARE r dbsafety.journal; before text := repeat('0', 64); BEGIN
            FOR r IN SELECT * FROM dbsafety.journal ORDER BY position LOOP
                r.previous_hash := before;
                before := dbsafety.journal_hash(r);
                UPDATE dbsafety.journal SET previous_hash = r.previous_hash, hash = before WHERE position = r.position;
            END LOOP;
        END $$
        """;

    private JournalBench(TestProject project) => Project = project;

    public TestProject Project { get; }

    public string File => AuditFileTests.PathOf(Project);

    public static async Task<JournalBench> CreateAsync()
    {
        var project = (await TestProject.CreateAsync()).With("0001_a", "CREATE TABLE a (id int)").With("0002_b", "CREATE TABLE b (id int)").With("0003_c", "CREATE TABLE c (id int)");
        await project.MigrateAsync();
        return new JournalBench(project);
    }

    /// <summary>Does something to the table with its triggers off, and puts them on again.</summary>
    public Task TamperAsync(params string[] statements) => Project.Database.ExecuteAsync(
        "ALTER TABLE dbsafety.journal DISABLE TRIGGER append_only; ALTER TABLE dbsafety.journal DISABLE TRIGGER chain; "
        + string.Join("; ", statements)
        + "; ALTER TABLE dbsafety.journal ENABLE ALWAYS TRIGGER append_only; ALTER TABLE dbsafety.journal ENABLE ALWAYS TRIGGER chain");

    public void TamperFile(Action<List<string>> change)
    {
        var lines = System.IO.File.ReadAllLines(File).ToList();
        change(lines);
        System.IO.File.WriteAllText(File, string.Concat(lines.Select(line => line + "\n")));
    }

    /// <summary>A line with another content, whose hash is right for it.</summary>
    public static string Rewritten(string line, Action<JsonObject> change, string? previous = null)
    {
        var body = ChainLine.Read(line)!.Body;
        change(body);
        var before = previous ?? (string)body["previous"]!;
        body.Remove("previous");
        return ChainLine.Write(body, before).Text;
    }

    /// <summary>Computes the whole chain of the file anew.</summary>
    public static void RehashFile(List<string> lines)
    {
        var previous = ChainLine.Origin;
        for (var i = 0; i < lines.Count; i++)
        {
            var number = i + 1;
            lines[i] = Rewritten(lines[i], body => body["seq"] = number, previous);
            previous = ChainLine.Read(lines[i])!.Hash;
        }
    }

    /// <summary>What a check says; the command fails exactly when it does not pass, by the id of the first finding.</summary>
    public async Task<JournalCheck> CheckAsync(params string[] heads)
    {
        var options = new TestSafetyJournalOptions { Head = heads, Project = Project.Folder };
        var host = new TestHost { WorkingDirectory = Project.Folder };
        host.Environment["TEST_DATABASE"] = Project.Database.ConnectionString;
        DbSafetyException? error = null;
        try
        {
            await new OperationRunner().RunAsync(options, host, default);
        }
        catch (DbSafetyException caught)
        {
            error = caught;
        }

        var check = Assert.Single(host.ResultsOf<JournalCheck>());
        Assert.Equal(check.Findings.FirstOrDefault(finding => !finding.IsNotice)?.Id, error?.Id);
        Assert.Equal(check.Passed, error is null);
        return check;
    }

    /// <summary>The ids of what is wrong, each once.</summary>
    public async Task<string> WrongAsync(params string[] heads) =>
        string.Join(" ", (await CheckAsync(heads)).Findings.Where(finding => !finding.IsNotice).Select(finding => finding.Id).Distinct());

    /// <summary>Puts an older copy of the database in its place, as a restore does.</summary>
    public async Task RestoreAsync(string copy)
    {
        var name = Project.Database.Name;
        var maintenance = new NpgsqlConnectionStringBuilder(Project.Database.ConnectionString) { Database = "postgres" };
        await using var session = new NpgsqlConnection(maintenance.ConnectionString);
        await session.OpenAsync();
        foreach (var statement in (string[])[$"DROP DATABASE {name} WITH (FORCE)", $"ALTER DATABASE {copy} RENAME TO {name}"])
        {
            await using var command = new NpgsqlCommand(statement, session);
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task<string> CopyAsync()
    {
        var copy = $"copy_{Guid.NewGuid():N}";
        var maintenance = new NpgsqlConnectionStringBuilder(Project.Database.ConnectionString) { Database = "postgres" };
        await using var session = new NpgsqlConnection(maintenance.ConnectionString);
        await session.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {copy} TEMPLATE {Project.Database.Name}", session);
        await command.ExecuteNonQueryAsync();
        return copy;
    }

    public ValueTask DisposeAsync() => Project.DisposeAsync();
}
