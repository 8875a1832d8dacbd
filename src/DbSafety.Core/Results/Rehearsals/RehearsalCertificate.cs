namespace DbSafety.Core.Results.Rehearsals;

/// <summary>What a rehearsal proved of one migration, bound to the bytes of its scripts.</summary>
public sealed record RehearsalCertificate
{
    /// <summary>The verdict.</summary>
    public required RehearsalVerdict Verdict { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Data that the rollback does not give back.</summary>
    public IReadOnlyList<DataLoss> Losses { get; init; } = [];

    /// <summary>Objects that the rollback does not give back: missing, changed, or extra, which are those that it leaves behind.</summary>
    public IReadOnlyList<SchemaDifference> Differences { get; init; } = [];

    /// <summary>What raised an error.</summary>
    public RehearsalFailure? Failure { get; init; }

    /// <summary>What a person should know besides; none of it changes the verdict.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The restore that stands in where the rollback does not give everything back.</summary>
    public string? StandIn { get; init; }

    /// <summary>The verify script was run and passed; null where there is none.</summary>
    public bool? Verified { get; init; }

    /// <summary>The up script ran again after the rollback; null where that was not tried.</summary>
    public bool? AppliedAgain { get; init; }

    /// <summary>The checksum of the up script, with its algorithm.</summary>
    public required string UpChecksum { get; init; }

    /// <summary>The checksum of the rollback script; null where there is none.</summary>
    public string? RollbackChecksum { get; init; }

    /// <summary>The checksum of the verify script; null where there is none.</summary>
    public string? VerifyChecksum { get; init; }

    /// <summary>The fingerprint of the schema before the migration.</summary>
    public string? FingerprintBefore { get; init; }

    /// <summary>The fingerprint of the schema after the rollback; null where it did not come to its end.</summary>
    public string? FingerprintAfter { get; init; }

    /// <summary>The rows of the target's affected tables that were on the shadow.</summary>
    public long RowsOnShadow { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset MadeAt { get; init; }
}
