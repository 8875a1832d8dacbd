namespace DbSafety.Engine.Projects;

/// <summary>Whether the written emergency procedures are started at once, or only named in the error.</summary>
/// <param name="StartsAfterMigration">A migration that failed starts the runbook <c>migration-failed</c>.</param>
/// <param name="StartsAfterRollback">A rollback that failed starts the runbook <c>rollback-failed</c>.</param>
public sealed record EmergencyPolicy(bool StartsAfterMigration = false, bool StartsAfterRollback = false);
