using DbSafety.Core.Errors;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Runbooks;

/// <summary>A project with a database, on which runbooks are carried out.</summary>
internal sealed class EmergencyBench : IAsyncDisposable
{
    private EmergencyBench(TestDatabase database, string folder)
    {
        Database = database;
        Folder = folder;
    }

    public TestDatabase Database { get; }

    public string Folder { get; }

    public static async Task<EmergencyBench> CreateAsync(string emergencies = "{}")
    {
        var database = await TestDatabase.CreateAsync(TestServers.Majors[^1], """
            CREATE TABLE products (id int PRIMARY KEY, name text NOT NULL);
            INSERT INTO products SELECT i, 'product ' || i FROM generate_series(1, 500) i;
            """);
        var folder = Directory.CreateTempSubdirectory("dbsafety-emergency-").FullName;
        foreach (var name in new[] { "migrations", "rollback", "verify", "backups", "seeds", "scripts" })
            Directory.CreateDirectory(Path.Combine(folder, name));
        await File.WriteAllTextAsync(Path.Combine(folder, "dbsafety.yaml"), $$"""
            version: 1
            name: emergency
            targets:
              development: { environment: development, connection: "{{database.ConnectionString}}" }
            environments:
              development:
                approvals: { firstModification: none, majorMigration: none, productionDeployment: none, afterRollback: none }
                emergencies: {{emergencies}}
            checks:
              - { name: products, sql: SELECT count(*) > 0 FROM products }
            """);
        var bench = new EmergencyBench(database, folder);
        await bench.WriteMigrationAsync("0001_owners", "CREATE TABLE owners (id int PRIMARY KEY);", "DROP TABLE owners;");
        return bench;
    }

    public async Task WriteMigrationAsync(string id, string up, string rollback)
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "migrations", id + ".sql"), up);
        await WriteRollbackAsync(id, rollback);
    }

    public Task WriteRollbackAsync(string id, string rollback) => File.WriteAllTextAsync(Path.Combine(Folder, "rollback", id + ".sql"), rollback);

    public async Task MigrateAsync((string Id, string Up, string Rollback) migration, bool fails)
    {
        await WriteMigrationAsync(migration.Id, migration.Up, migration.Rollback);
        var options = new InvokeSafeMigrationOptions { Project = Folder, Force = true };
        if (fails)
            await Assert.ThrowsAsync<DbSafetyException>(() => new OperationRunner().RunAsync(options, new TestHost(), default));
        else
            await new OperationRunner().RunAsync(options, new TestHost(), default);
    }

    /// <summary>Runs a command that fails, and gives its error.</summary>
    public Task<DbSafetyException> FailAsync(CommandOptions options)
    {
        (options.Project, options.Force) = (Folder, true);
        return Assert.ThrowsAsync<DbSafetyException>(() => new OperationRunner().RunAsync(options, new TestHost(), default));
    }

    /// <summary>The folders of the runs that there were.</summary>
    public IReadOnlyList<string> Runs => Directory.Exists(Path.Combine(Folder, "runs")) ? Directory.GetDirectories(Path.Combine(Folder, "runs")) : [];

    /// <summary>Carries out a runbook, with nobody to answer; the run's own outcome is given, whatever error the command ends with.</summary>
    public Task<SafetyRun> RunbookAsync(string name, params string[] inputs) => RunAsync(new InvokeSafetyRunbookOptions { Name = name, InputValue = inputs, Project = Folder, Force = true });

    public Task<SafetyRun> RunbookAsync(string name, bool whatIf) => RunAsync(new InvokeSafetyRunbookOptions { Name = name, Project = Folder, WhatIf = whatIf });

    public Task<SafetyRun> ResumeAsync(string id, params string[] answer) => RunAsync(new ResumeSafetyRunOptions { RunId = id, Answer = answer, Project = Folder, Force = true });

    /// <summary>The only run that there is, as its folder tells it.</summary>
    public async Task<SafetyRun> OnlyRunAsync()
    {
        var host = new TestHost();
        await new OperationRunner().RunAsync(new GetSafetyRunOptions { Project = Folder }, host, default);
        return Assert.Single(host.ResultsOf<SafetyRun>());
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<SafetyRun> RunAsync(CommandOptions options)
    {
        var host = new TestHost();
        try
        {
            await new OperationRunner().RunAsync(options, host, default);
        }
        catch (DbSafetyException) when (host.Results.Count > 0)
        {
            // The run says how it ended.
        }

        return Assert.Single(host.ResultsOf<SafetyRun>());
    }
}
