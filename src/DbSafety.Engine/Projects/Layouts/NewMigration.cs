namespace DbSafety.Engine.Projects.Layouts;

/// <summary>The files of a migration that is to be made. Where a layout keeps several scripts in one file, their paths are equal.</summary>
/// <param name="Id">The migration's id.</param>
/// <param name="Up">The path of the up script.</param>
/// <param name="Rollback">The path of the rollback script.</param>
/// <param name="Verify">The path of the verify script.</param>
/// <param name="Files">Each file's path with its text.</param>
public sealed record NewMigration(string Id, string Up, string Rollback, string Verify, IReadOnlyDictionary<string, string> Files);
