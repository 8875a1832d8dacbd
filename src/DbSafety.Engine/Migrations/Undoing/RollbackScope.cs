namespace DbSafety.Engine.Migrations.Undoing;

/// <summary>How far a rollback goes.</summary>
/// <param name="Alone">Migrations that were applied later stay.</param>
/// <param name="Expected">The fingerprint that a rehearsal of that ended with; null where there is none.</param>
/// <param name="BringsBack">What the scripts cannot give back is merged back from the backup.</param>
internal sealed record RollbackScope(bool Alone, string? Expected, bool BringsBack);
