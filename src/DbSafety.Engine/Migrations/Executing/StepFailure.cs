using DbSafety.Core.Errors;

namespace DbSafety.Engine.Migrations.Executing;

/// <summary>A step did not come to its end.</summary>
internal sealed class StepFailure(DbSafetyException error, StepFate fate) : Exception(error.Message, error)
{
    public DbSafetyException Error { get; } = error;

    public StepFate Fate { get; } = fate;
}
