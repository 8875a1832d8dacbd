using DbSafety.Core.Errors;
using DbSafety.Engine.Migrations.Locking;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Migrations;

public sealed class RunLockTests
{
    [Theory]
    [MemberData(nameof(Servers.Majors), MemberType = typeof(Servers))]
    public async Task A_second_run_is_told_who_holds_the_lock(int major)
    {
        await using var database = await TestDatabase.CreateAsync(major);
        await using var first = await RunLock.AcquireAsync(database.Sessions, new TestHost(), TimeSpan.Zero, default);

        var error = await Assert.ThrowsAsync<DbSafetyException>(
            () => RunLock.AcquireAsync(database.Sessions, new TestHost(), TimeSpan.Zero, default));
        Assert.Equal(("RunLockBusy", ExitCode.LockBusy), (error.Id, error.ExitCode));
        Assert.Contains("tester@testbench", error.Message, StringComparison.Ordinal);
        Assert.Contains(first.BackendPid.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        Assert.Contains("role postgres", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_waiting_run_gets_the_lock_when_it_is_given_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        var first = await RunLock.AcquireAsync(database.Sessions, new TestHost(), TimeSpan.Zero, default);
        var host = new TestHost();
        var second = RunLock.AcquireAsync(database.Sessions, host, TimeSpan.FromMinutes(1), default);
        while (host.Warnings.IsEmpty)
            await Task.Yield();
        await first.DisposeAsync();
        await using var held = await second;
        Assert.NotEqual(first.BackendPid, held.BackendPid);
    }

    [Fact]
    public async Task The_lock_is_seen_from_another_session_until_its_session_dies()
    {
        await using var database = await TestDatabase.CreateAsync();
        var host = new TestHost();
        await using (var held = await RunLock.AcquireAsync(database.Sessions, host, TimeSpan.Zero, default))
        {
            await using var session = await database.OpenAsync();
            await held.EnsureHeldAsync(session, default);
            Assert.Equal(held.BackendPid, (await RunLock.FindHolderAsync(session, default))!.BackendPid);

            await database.ExecuteAsync($"SELECT pg_terminate_backend({held.BackendPid}, 10000)");
            var error = await Assert.ThrowsAsync<DbSafetyException>(() => held.EnsureHeldAsync(session, default));
            Assert.Equal("RunLockLost", error.Id);
            Assert.Null(await RunLock.FindHolderAsync(session, default));
        }

        Assert.Contains(host.Warnings, text => text.Contains("lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Runs_on_two_databases_of_one_server_do_not_meet()
    {
        await using var one = await TestDatabase.CreateAsync();
        await using var other = await TestDatabase.CreateAsync();
        await using var first = await RunLock.AcquireAsync(one.Sessions, new TestHost(), TimeSpan.Zero, default);
        await using var second = await RunLock.AcquireAsync(other.Sessions, new TestHost(), TimeSpan.Zero, default);
    }
}
