using DbSafety.Core.Errors;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Rehearsals;
using DbSafety.Engine.Rehearsal.Probes;

namespace DbSafety.Engine.Rehearsal.Certificates;

/// <summary>What was found out about one rollback.</summary>
internal sealed record Evidence
{
    /// <summary>The schema before the migration against the one after the rollback.</summary>
    public IReadOnlyList<SchemaDifference> Differences { get; init; } = [];

    /// <summary>Rows and sequence positions that are not what they were.</summary>
    public IReadOnlyList<DataLoss> Measured { get; init; } = [];

    /// <summary>Ways in which data may be lost that the rows there are need not show.</summary>
    public IReadOnlyList<Suspicion> Suspicions { get; init; } = [];

    /// <summary>What synthetic rows showed; null where none were tried.</summary>
    public ProbeOutcome? Probe { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the up script raised when it was run again.</summary>
    public DbSafetyException? UpAgain { get; init; }
}
