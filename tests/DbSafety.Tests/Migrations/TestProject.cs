using System.Text;
using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Core.Options;
using DbSafety.Core.Results;
using DbSafety.Engine.Operations;
using DbSafety.Tests.Infrastructure;

namespace DbSafety.Tests.Migrations;

/// <summary>A project folder with a database of its own.</summary>
public sealed class TestProject : IAsyncDisposable
{
    /// <summary>Asks nobody, takes no backup and gives up on locks soon.</summary>
    public const string Relaxed = """
            approvals: { firstModification: none, majorMigration: none, productionDeployment: none, afterRollback: none }
            backup: { required: false }
            limits: { lockTimeout: 50ms, lockAttempts: 2, runLockWait: 1ms }
        """;

    private TestProject(TestDatabase database, string folder)
    {
        Database = database;
        Folder = folder;
    }

    public TestDatabase Database { get; }

    public string Folder { get; }

    /// <summary>The host of the last command.</summary>
    public TestHost Host { get; private set; } = new();

    /// <summary>Answers questions; nobody can answer while it is null.</summary>
    public Func<Question, string>? Answer { get; set; }

    /// <summary>Another way to the database, such as a proxy; null for the straight one.</summary>
    public string? Through { get; set; }

    public bool Confirms { get; set; } = true;

    /// <summary>More environment variables of the commands.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>The clock of the commands.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    public string LogPath => Path.Combine(Folder, "migrations", "LOG.md");

    public static async Task<TestProject> CreateAsync(int major = 18, string? sql = null, string policy = Relaxed, string environment = "development", string checks = "",
        Npgsql.NpgsqlConnectionStringBuilder? server = null)
    {
        var database = await TestDatabase.CreateAsync(major, sql, server);
        var folder = Directory.CreateTempSubdirectory("dbsafety-test-").FullName;
        foreach (var name in (string[])["migrations", "rollback", "verify", "backups"])
            Directory.CreateDirectory(Path.Combine(folder, name));
        await File.WriteAllTextAsync(Path.Combine(folder, "dbsafety.yaml"), $"""
            version: 1
            name: test
            targets:
              main:
                environment: {environment}
                connectionVariable: TEST_DATABASE
            environments:
              {environment}:
            {policy}
            {checks}
            """);
        return new TestProject(database, folder);
    }

    /// <summary>Writes the files of a migration; a null leaves the file out.</summary>
    public TestProject With(string id, string up, string? rollback = "SELECT 1", string? verify = null)
    {
        Write("migrations", id, up);
        if (rollback is not null)
            Write("rollback", id, rollback);
        if (verify is not null)
            Write("verify", id, verify);
        return this;
    }

    public string PathOf(string folder, string id) => Path.Combine(Folder, folder, id + ".sql");

    public void Write(string folder, string id, string text, Encoding? encoding = null) => File.WriteAllText(PathOf(folder, id), text, encoding ?? new UTF8Encoding(false));

    public async Task<MigrationRun> MigrateAsync(Action<InvokeSafeMigrationOptions>? configure = null) =>
        (await RunAsync(Configured(new InvokeSafeMigrationOptions(), configure))).ResultsOf<MigrationRun>().Single();

    public Task<DbSafetyException> MigrateFailsAsync(Action<InvokeSafeMigrationOptions>? configure = null) =>
        Xunit.Assert.ThrowsAsync<DbSafetyException>(() => RunAsync(Configured(new InvokeSafeMigrationOptions(), configure)));

    public async Task<MigrationRun> UndoAsync(Action<UndoSafeMigrationOptions> configure) =>
        (await RunAsync(Configured(new UndoSafeMigrationOptions(), configure))).ResultsOf<MigrationRun>().Single();

    public Task<DbSafetyException> UndoFailsAsync(Action<UndoSafeMigrationOptions> configure) =>
        Xunit.Assert.ThrowsAsync<DbSafetyException>(() => RunAsync(Configured(new UndoSafeMigrationOptions(), configure)));

    public async Task<IReadOnlyList<MigrationInfo>> StatusAsync() => (await RunAsync(new GetSafeMigrationOptions())).ResultsOf<MigrationInfo>();

    public async Task<MigrationInfo> StatusAsync(string id) => (await StatusAsync()).Single(migration => migration.Id == id);

    public async Task<TestHost> RunAsync(CommandOptions options, CancellationToken cancellationToken = default)
    {
        options.Project = Folder;
        var host = new TestHost { Answer = Answer, Confirms = Confirms, WorkingDirectory = Folder, Time = Time };
        host.Environment["TEST_DATABASE"] = Through ?? Database.ConnectionString;
        foreach (var (name, value) in Variables)
            host.Environment[name] = value;
        Host = host;
        await new OperationRunner().RunAsync(options, host, cancellationToken);
        return host;
    }

    public async Task<bool> ExistsAsync(string relation) => await Database.ScalarAsync<bool>($"SELECT to_regclass('{relation}') IS NOT NULL");

    /// <summary>The journal's rows as <c>event:migration</c>.</summary>
    public async Task<string> JournalAsync() =>
        await Database.ScalarAsync<string>("SELECT string_agg(event || coalesce(':' || migration, '') || coalesce('#' || step, ''), ' ' ORDER BY position) FROM dbsafety.journal") ?? "";

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static T Configured<T>(T options, Action<T>? configure)
    {
        configure?.Invoke(options);
        return options;
    }
}
