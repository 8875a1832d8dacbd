namespace DbSafety.Tests.Runbooks;

/// <summary>The end of the process, as far as a run within the test can see it.</summary>
internal sealed class KilledException : Exception;
