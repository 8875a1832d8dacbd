using System.Globalization;
using DbSafety.Tests.Kills;
using Npgsql;
using Xunit;

namespace DbSafety.Tests.Migrations;

/// <summary>
/// A run of many small migrations is a matter of what is sent for each: counted by a proxy before the server, as the difference between
/// two runs of different length. Where a number here has to grow, all long runs grow with it.
/// </summary>
public sealed class RoundTripTests
{
    // Past a hundred migrations the schema's fingerprint is taken once only.
    private const int Few = 105;
    private const int More = 20;

    [Theory]
    [InlineData("CREATE TABLE t{0} (id int PRIMARY KEY);", 2, 8)]
    [InlineData("CREATE TABLE t{0} (id int PRIMARY KEY);\nCOMMENT ON TABLE t{0} IS 'a table';", 3, 9)]
    [InlineData("CREATE TABLE t{0} (id int PRIMARY KEY);\nINSERT INTO t{0} VALUES (1);", 4, 11)]
    public async Task A_small_migration_takes_no_more_round_trips_and_statements(string script, int roundTrips, int statements)
    {
        var few = await CountAsync(script, Few);
        var more = await CountAsync(script, Few + More);
        Assert.InRange((double)(more.RoundTrips - few.RoundTrips) / More, 2, roundTrips);
        Assert.InRange((double)(more.Statements - few.Statements) / More, 2, statements);
    }

    private static async Task<(int RoundTrips, int Statements)> CountAsync(string script, int files)
    {
        await using var project = await TestProject.CreateAsync(policy: TestProject.Relaxed.Replace("limits: {", "limits: { guard: { enabled: false },", StringComparison.Ordinal));
        await using var proxy = new CuttingProxy(project.Database.Connection.Port);
        project.Through = new NpgsqlConnectionStringBuilder(project.Database.ConnectionString) { Host = "127.0.0.1", Port = proxy.Port, SslMode = SslMode.Disable }.ConnectionString;
        for (var i = 1; i <= files; i++)
            project.With(i.ToString("0000", CultureInfo.InvariantCulture) + "_step", string.Format(CultureInfo.InvariantCulture, script, i));
        proxy.Disarm();
        await project.MigrateAsync();
        return (proxy.RoundTrips, proxy.Seen);
    }
}
