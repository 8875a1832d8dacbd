using DbSafety.Core.Results;

namespace DbSafety.Engine.Migrations.Running;

/// <summary>Results of runs that run nothing.</summary>
internal static class RunResults
{
    public static MigrationRun Nothing(RunContext run) => new(run.RunId, run.Target.Name, run.Target.Environment, run.Direction, MigrationOutcome.NotRun,
        [], null, [], [], run.Host.Time.GetUtcNow(), TimeSpan.Zero, null);
}
