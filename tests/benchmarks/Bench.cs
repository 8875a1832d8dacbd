using System.Diagnostics;
using DbSafety.Engine.Sandbox;
using DbSafety.Engine.Schema;
using Npgsql;

namespace DbSafety.Benchmarks;

/// <summary>The server with its rows, the contenders, and the runs: all contenders once, then all once more, so that a busy minute hits each.</summary>
internal sealed class Bench(SandboxServer server, BenchmarkOptions options) : IAsyncDisposable
{
    private const string Source = "bench";
    private const string Copy = "bench_copy";
    private const string Many = "bench_many";

    private readonly string _folder = Directory.CreateTempSubdirectory("dbsafety-benchmark-").FullName;
    private readonly Programs _programs = new(server);

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync("postgres", $"CREATE DATABASE {Source}", cancellationToken);
        await using var connection = await OpenAsync(Source, cancellationToken);
        foreach (var statement in Rows.Statements(options.Megabytes))
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public async Task<IReadOnlyList<Contender>> BackupsAsync(CancellationToken cancellationToken)
    {
        var dump = await _programs.FindAsync("pg_dump", cancellationToken);
        var pigz = await _programs.FindAsync("pigz", cancellationToken);
        return
        [
            new("dbsafety backup", "dotnet", path => [.. _programs.Ours, "backup", "--all", "--path", path, "--connection", Uri(Source), "--jobs", "2"]) { IsBackup = true },
            new("pg_dump -Z6", dump, path => [.. Connection, "-Z6", "-f", path, Source], IsYardstick: true) { IsBackup = true },
            new("pg_dump -Z1", dump, path => [.. Connection, "-Z1", "-f", path, Source]) { IsBackup = true },
            new("pg_dump | pigz", pigz is null || dump is null ? null : "/bin/sh",
                path => ["-c", $"'{dump}' {string.Join(' ', Connection)} {Source} | '{pigz}' > '{path}'"]) { IsBackup = true, Missing = pigz is null ? "pigz is not installed" : "pg_dump is not installed" },
        ];
    }

    public async Task<IReadOnlyList<Contender>> RestoresAsync(CancellationToken cancellationToken)
    {
        var restore = await _programs.FindAsync("pg_restore", cancellationToken);
        var dump = await _programs.FindAsync("pg_dump", cancellationToken);
        var set = Path.Combine(_folder, "set");
        var custom = Path.Combine(_folder, "custom.dump");
        await ChildRun.RunAsync("dotnet", [.. _programs.Ours, "backup", "--all", "--path", set, "--connection", Uri(Source)], server, cancellationToken);
        if (dump is not null)
            await ChildRun.RunAsync(dump, [.. Connection, "-Fc", "-Z6", "-f", custom, Source], server, cancellationToken);
        return
        [
            new("dbsafety restore, compared", "dotnet", database => [.. _programs.Ours, "restore", "--path", set, "--connection", Uri(database), "--force"]),
            new("pg_restore -j2", dump is null ? null : restore, database => [.. Connection, "-j2", "-d", database, custom], IsYardstick: true),
        ];
    }

    /// <summary>Each in a process of its own, which knows nothing yet.</summary>
    public async Task<IReadOnlyList<Contender>> SchemasAsync(CancellationToken cancellationToken)
    {
        var dump = await _programs.FindAsync("pg_dump", cancellationToken);
        await ExecuteAsync("postgres", $"CREATE DATABASE {Many}", cancellationToken);
        foreach (var some in Enumerable.Range(1, options.Tables).Chunk(500))
            await ExecuteAsync(Many, string.Concat(some.Select(Rows.Table)), cancellationToken);
        return
        [
            new("dbsafety schema", "dotnet", path => [.. _programs.Ours, "schema", path + ".sql", "--connection", Uri(Many)]) { IsBackup = true, IsSchema = true },
            new("pg_dump -s", dump, path => [.. Connection, "-s", "-f", path + ".sql", Many], IsYardstick: true) { IsBackup = true, IsSchema = true },
        ];
    }

    /// <summary>How many queries a read of the schema takes: of the two tables, and of the many.</summary>
    public async Task<(int Few, int Many)> CountQueriesAsync(CancellationToken cancellationToken) =>
        (await CountQueriesAsync(Source, cancellationToken), await CountQueriesAsync(Many, cancellationToken));

    /// <summary>The runs of each contender; none for one that is missing.</summary>
    public async Task<IReadOnlyList<(Contender Contender, IReadOnlyList<Measurement> Runs)>> MeasureAsync(IReadOnlyList<Contender> contenders, CancellationToken cancellationToken)
    {
        var runs = contenders.Select(contender => (Contender: contender, Runs: new List<Measurement>())).ToList();
        for (var round = 0; round < options.Runs; round++)
        {
            // Each begins a round once, so that none is always the one after the server rested.
            foreach (var (contender, measured) in runs.Skip(round % runs.Count).Concat(runs.Take(round % runs.Count)).Where(run => run.Contender.Program is not null))
            {
                measured.Add(contender.IsBackup ? await BackUpAsync(contender, cancellationToken) : await RestoreAsync(contender, cancellationToken));
                Console.Error.WriteLine($"  round {round + 1}: {contender.Name} {measured[^1].Wall.TotalSeconds:0.0} s");
            }
        }

        return [.. runs.Select(run => (run.Contender, (IReadOnlyList<Measurement>)run.Runs))];
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string[] Connection => ["-h", server.Connection.Host!, "-p", $"{server.Connection.Port}", "-U", server.Connection.Username!];

    private string Uri(string database) => $"postgres://{server.Connection.Username}@{server.Connection.Host}:{server.Connection.Port}/{database}";

    private async Task<Measurement> BackUpAsync(Contender contender, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder, "output");
        var file = contender.IsSchema ? path + ".sql" : path;
        var run = await ChildRun.RunAsync(contender.Program!, contender.Arguments(path), server, cancellationToken);
        if (File.Exists(file))
        {
            run = run with { Bytes = new FileInfo(file).Length };
            File.Delete(file);
            return run;
        }

        run = run with { Bytes = new DirectoryInfo(path).EnumerateFiles().Sum(file => file.Length) };
        Directory.Delete(path, recursive: true);
        return run;
    }

    private async Task<Measurement> RestoreAsync(Contender contender, CancellationToken cancellationToken)
    {
        await ExecuteAsync("postgres", $"CREATE DATABASE {Copy}", cancellationToken);
        try
        {
            return await ChildRun.RunAsync(contender.Program!, contender.Arguments(Copy), server, cancellationToken);
        }
        finally
        {
            await ExecuteAsync("postgres", $"DROP DATABASE {Copy} WITH (FORCE)", CancellationToken.None);
        }
    }

    private async Task<int> CountQueriesAsync(string database, CancellationToken cancellationToken)
    {
        var count = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = _ => Interlocked.Increment(ref count),
        };
        await using var connection = await OpenAsync(database, cancellationToken);
        ActivitySource.AddActivityListener(listener);
        await SchemaReader.ReadAsync(connection, cancellationToken);
        return count;
    }

    private async Task ExecuteAsync(string database, string sql, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(database, cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.Connection.ConnectionString) { Database = database, Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
