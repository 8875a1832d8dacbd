using DbSafety.Core.Results.Repairs;

namespace DbSafety.Engine.Migrations.Evidence;

/// <summary>What the catalog shows of a statement.</summary>
/// <param name="State">What became of it.</param>
/// <param name="Detail">By what that is seen.</param>
internal sealed record StatementEvidence(StatementState State, string Detail)
{
    /// <summary>The statements that take away what it has left behind.</summary>
    public IReadOnlyList<string> CleanUp { get; init; } = [];

    public static StatementEvidence Applied(string detail) => new(StatementState.Applied, detail);

    public static StatementEvidence NotApplied(string detail) => new(StatementState.NotApplied, detail);

    public static StatementEvidence Debris(string detail, params string[] cleanUp) => new(StatementState.Debris, detail) { CleanUp = cleanUp };
}
