namespace DbSafety.Tests.Infrastructure;

/// <summary>How large this test run is.</summary>
public static class TestRun
{
    /// <summary>True with DBSAFETY_TEST_LONG=1: kills, property tests and all majors at full size.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("DBSAFETY_TEST_LONG") == "1";

    /// <summary>How often a test kills its command: 25 times in a long run, once in a short one, or as DBSAFETY_TEST_KILLS says.</summary>
    public static int Kills { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("DBSAFETY_TEST_KILLS"), out var kills) ? kills : IsLong ? 25 : 1;

    /// <summary>Leaves out what the ordinary run has no time for, and counts it as skipped.</summary>
    public static void SkipUnlessLong() => Xunit.Skip.IfNot(IsLong, "It takes long; DBSAFETY_TEST_LONG=1 runs it, and so does .ci/run.");
}
