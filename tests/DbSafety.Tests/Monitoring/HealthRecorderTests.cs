using DbSafety.Core.Results.Runs;
using DbSafety.Engine.Monitoring.Recording;
using DbSafety.Engine.Postgres;
using DbSafety.Engine.Reports.Incidents;
using DbSafety.Engine.Runbooks.Journals;
using DbSafety.Tests.Infrastructure;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Monitoring;

/// <summary>What is seen of a database while something is done to it, and how a report shows it.</summary>
public sealed class HealthRecorderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dbsafety-recorder-").FullName;

    public static TheoryData<int> Majors => [.. TestServers.Majors];

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Who_waits_for_whom_is_recorded_and_told(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major, "CREATE TABLE orders (id int)");
        await using var holder = await OpenAsync(database, "shop");
        await ExecuteAsync(holder, "BEGIN; LOCK orders");
        await using var waiter = await OpenAsync(database, "billing");
        var waits = ExecuteAsync(waiter, "SELECT count(*) FROM orders");

        await using (HealthRecorder.Start(_folder, database.Sessions, TimeProvider.System))
        {
            await UntilAsync(records => records.Any(item => item.Blocked.Count > 0));
            await ExecuteAsync(holder, "COMMIT");
            await waits;
        }

        var records = HealthRecords.Read(_folder);
        var blocked = records.SelectMany(item => item.Blocked).First(item => item.Who.StartsWith("billing", StringComparison.Ordinal));
        Assert.Equal("AccessShareLock on orders", blocked.WaitsFor);
        Assert.Contains("shop", Assert.Single(blocked.Blockers), StringComparison.Ordinal);
        Assert.True(records[^1].Figures.ContainsKey("commits_per_second"));

        var incident = await IncidentAsync();
        Assert.Contains(IncidentHealth.Waits(incident), row => row[1].Contains("billing", StringComparison.Ordinal) && row[3].Contains("shop", StringComparison.Ordinal));
        var page = IncidentPage.Write(incident);
        Assert.Contains("<polyline", page, StringComparison.Ordinal);
        Assert.Contains("Locks and blockers", page, StringComparison.Ordinal);
        Assert.Contains("| Sessions waiting for locks |", IncidentMarkdown.Write(incident), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_a_gap_and_no_error()
    {
        var nowhere = new Sessions(new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = 1, Database = "farm", Username = "nobody", Password = "not-to-be-seen", Timeout = 2 });
        await using (HealthRecorder.Start(_folder, nowhere, TimeProvider.System))
            await UntilAsync(records => records.Count > 0);

        Assert.All(HealthRecords.Read(_folder), item => Assert.NotNull(item.Unreachable));
        var incident = await IncidentAsync();
        var gap = Assert.Single(IncidentHealth.Gaps(incident));
        Assert.DoesNotContain("not-to-be-seen", gap + await File.ReadAllTextAsync(Path.Combine(_folder, HealthRecords.FileName)), StringComparison.Ordinal);
        Assert.Equal("", HealthPlot.Draw(incident));
        Assert.Contains("could not be looked at", IncidentMarkdown.Write(incident), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_line_is_left_out()
    {
        await HealthRecords.AppendAsync(_folder, new HealthRecord(DateTimeOffset.UnixEpoch, new Dictionary<string, double> { ["sessions"] = 3 }, [], null), default);
        await File.AppendAllTextAsync(Path.Combine(_folder, HealthRecords.FileName), "{\"at\":\"2026-01-01T0");
        Assert.Equal(3, Assert.Single(HealthRecords.Read(_folder)).Figures["sessions"]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<Incident> IncidentAsync()
    {
        var run = new SafetyRun("20260101T000000Z_ab", "migration-failed", RunStatus.Succeeded, "development", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, [], null, "ann", null, null);
        using var journal = RunJournal.Open(_folder, TimeProvider.System);
        journal.Append(RunEventKind.RunStarted, null, []);
        return new Incident(run, journal.Events, new IncidentState(), DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc)
        {
            Health = HealthRecords.Read(_folder),
            HealthDigest = await HealthRecords.DigestAsync(_folder, default),
        };
    }

    private async Task UntilAsync(Func<IReadOnlyList<HealthRecord>, bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition(HealthRecords.Read(_folder)))
            await Task.Delay(50, limit.Token);
    }

    private static async Task<NpgsqlConnection> OpenAsync(TestDatabase database, string application)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { ApplicationName = application }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
