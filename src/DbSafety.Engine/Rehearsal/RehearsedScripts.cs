using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Projects.Layouts;

namespace DbSafety.Engine.Rehearsal;

/// <summary>A migration's scripts, as far as they can be read; what is wrong with one of them is a result, not an error.</summary>
internal sealed record RehearsedScripts
{
    public required MigrationSource Source { get; init; }

    public ScriptPlan? Up { get; init; }

    public ScriptPlan? Rollback { get; init; }

    public ScriptPlan? Verify { get; init; }

    /// <summary>Why nothing can take it back; null where that was not declared.</summary>
    public string? Irreversible { get; init; }

    /// <summary>What is wrong with the scripts.</summary>
    public IReadOnlyList<ScriptProblem> Problems { get; init; } = [];

    public string Id => Source.Id;

    /// <summary>Those that can be run.</summary>
    public IEnumerable<ScriptPlan> All => new[] { Up, Rollback, Verify }.OfType<ScriptPlan>();

    /// <summary>Reads them.</summary>
    public static RehearsedScripts Read(MigrationSource source)
    {
        var problems = new List<ScriptProblem>();
        var up = ScriptPlanner.Plan(source.Up, problems);
        var down = source.Rollback ?? source.EmptyRollback;
        // An empty rollback file is run as the others are: then it shows what it leaves behind.
        var rollback = down is null ? null : ScriptPlanner.Plan(down, problems);
        var verify = source.Verify is null ? null : ScriptPlanner.Plan(source.Verify, problems);
        if (verify is not null)
            Migrations.Planning.VerifyRules.Check(verify, problems);
        return new RehearsedScripts
        {
            Source = source,
            Up = up,
            Rollback = rollback,
            Verify = verify,
            Irreversible = rollback?.Header.Irreversible ?? up?.Header.Irreversible,
            Problems = problems,
        };
    }
}
