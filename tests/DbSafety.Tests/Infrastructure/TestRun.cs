namespace DbSafety.Tests.Infrastructure;

/// <summary>How large this test run is.</summary>
public static class TestRun
{
    /// <summary>True with DBSAFETY_TEST_LONG=1: kills, property tests and all majors at full size.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("DBSAFETY_TEST_LONG") == "1";
}
