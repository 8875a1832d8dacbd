namespace DbSafety.Core.Results.Rehearsals;

/// <summary>The rehearsal of one migration.</summary>
/// <param name="Id">The migration.</param>
/// <param name="Target">The target's name.</param>
/// <param name="Certificate">What was proved.</param>
/// <param name="Traces">What its scripts did; the up script's first run, and the rollback.</param>
/// <param name="Duration">How long the rehearsal of this migration took.</param>
/// <param name="Shadow">Where it took place: <c>database … on …</c>.</param>
/// <param name="CertificatePath">The file that keeps the certificate; null where none is kept.</param>
public sealed record MigrationRehearsal(
    string Id,
    string Target,
    RehearsalCertificate Certificate,
    IReadOnlyList<ScriptTrace> Traces,
    TimeSpan Duration,
    string Shadow,
    string? CertificatePath) : ITestedResult
{
    /// <summary>The hazards of the up script, by its words, by the target's catalog and by what was measured.</summary>
    public IReadOnlyList<MigrationHazard> Hazards { get; init; } = [];

    // A rollback that loses data and one that cannot be are told, and are for a person to weigh.
    bool ITestedResult.Passed => Certificate.Verdict is RehearsalVerdict.Exact or RehearsalVerdict.Lossy or RehearsalVerdict.Irreversible;
}
