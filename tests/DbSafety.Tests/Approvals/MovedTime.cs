namespace DbSafety.Tests.Approvals;

/// <summary>A clock that goes right, and shows another moment.</summary>
internal sealed class MovedTime(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
}
