using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Migrations;

/// <summary>The server versions of this test run, for theories.</summary>
public static class Servers
{
    public static TheoryData<int> Majors { get; } = [.. TestServers.Majors];
}
