using System.Diagnostics;
using System.IO.Compression;
using DbSafety.Core.Results;
using DbSafety.Engine.Backups;
using DbSafety.Engine.Backups.Stores.Folders;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Backups;

/// <summary>A database, a folder for its backups, and short words for what the tests do with them.</summary>
internal sealed class BackupBench : IAsyncDisposable
{
    private readonly List<TestDatabase> _others = [];

    private BackupBench(TestDatabase database, int major)
    {
        Database = database;
        Major = major;
    }

    public int Major { get; }

    public TestDatabase Database { get; }

    public TestHost Host { get; } = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("dbsafety-backups-").FullName;

    public static async Task<BackupBench> CreateAsync(string sql, int major = 18) => new(await TestDatabase.CreateAsync(major, sql), major);

    public Task<BackupSet> BackupAsync(params string[] tables) => BackupAsync(request => request with { Patterns = tables });

    public Task<BackupSet> BackupAsync(Func<BackupRequest, BackupRequest> change) =>
        BackupWriter.CreateAsync(Database.Sessions, WholeUnlessNamed(change(new BackupRequest { Store = new FolderStore(Folder) })), Host, CancellationToken.None);

    public Task<IReadOnlyList<BackupTest>> ProveAsync(BackupSet set) =>
        BackupProver.ProveAsync(Database.Sessions, set, null, Host, CancellationToken.None);

    public Task<IReadOnlyList<TableRestore>> RestoreAsync(BackupSet set, RestoreRequest? request = null) =>
        TableRestorer.RestoreAsync(Database.Sessions, set, request ?? new RestoreRequest(), Host, CancellationToken.None);

    /// <summary>An empty database of the same server, for a restore by psql.</summary>
    public async Task<TestDatabase> EmptyAsync()
    {
        var database = await TestDatabase.CreateAsync(Major);
        _others.Add(database);
        return database;
    }

    /// <summary>Does what the README tells: gunzip -c FILE | psql. Returns what psql said; fails the test where it failed.</summary>
    public static async Task PsqlAsync(TestDatabase database, string path, bool succeeds = true)
    {
        Psql.Require();
        var start = new ProcessStartInfo("/bin/sh", ["-c", "gunzip -c \"$1\" | psql -X -q -v ON_ERROR_STOP=1 -h \"$2\" -p \"$3\" -U \"$4\" -d \"$5\"", "sh", path,
            database.Connection.Host!, database.Connection.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), database.Connection.Username!, database.Name])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PGPASSWORD"] = database.Connection.Password ?? "";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        Assert.True((process.ExitCode == 0) == succeeds, $"psql ended with {process.ExitCode}: {errors}");
    }

    /// <summary>All rows of a query, one line each.</summary>
    public static async Task<string> DumpAsync(TestDatabase database, string query)
    {
        await using var connection = await database.OpenAsync();
        await using (var settings = new NpgsqlCommand("SET TimeZone = 'UTC'; SET extra_float_digits = 3", connection))
            await settings.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand($"SELECT coalesce(string_agg(x::text, E'\\n' ORDER BY x::text), '') FROM ({query}) x", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public static string Sql(string path)
    {
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }

    private static BackupRequest WholeUnlessNamed(BackupRequest request) =>
        request with { IsWholeDatabase = request.Tables.Count + request.Patterns.Count + request.Schemas.Count == 0 };

    public async ValueTask DisposeAsync()
    {
        foreach (var other in _others)
            await other.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
