namespace DbSafety.Core.Results;

/// <summary>The files of a migration that was made.</summary>
/// <param name="Id">The migration's id: the file stem.</param>
/// <param name="Up">The path of the up script.</param>
/// <param name="Rollback">The path of the rollback script.</param>
/// <param name="Verify">The path of the verify script.</param>
public sealed record MigrationFiles(string Id, string Up, string Rollback, string Verify);
