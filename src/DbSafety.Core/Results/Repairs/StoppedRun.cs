namespace DbSafety.Core.Results.Repairs;

/// <summary>A run that was stopped from elsewhere.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="RunId">The run's id in the journal; null where it had not begun to change anything.</param>
/// <param name="Holder">Who ran it, and from where.</param>
/// <param name="Sessions">The sessions of it that were ended.</param>
/// <param name="Migrations">The migrations that it meant to run, and what is there of each.</param>
/// <param name="State">What state it left, in a sentence.</param>
/// <param name="NextStep">The command that leads on.</param>
public sealed record StoppedRun(
    string Target, string? RunId, string Holder, IReadOnlyList<string> Sessions, IReadOnlyList<MigrationRepair> Migrations, string State, string NextStep);
