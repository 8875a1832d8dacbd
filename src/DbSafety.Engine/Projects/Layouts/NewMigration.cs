namespace DbSafety.Engine.Projects.Layouts;

/// <summary>The files of a migration that is to be made. Where a layout keeps several scripts in one file, their paths are equal.</summary>
/// <param name="Id">The migration's id.</param>
/// <param name="Up">The path of the up script.</param>
/// <param name="Rollback">The path of the rollback script.</param>
/// <param name="Verify">The path of the verify script.</param>
/// <param name="Files">Each file's path with its text.</param>
public sealed record NewMigration(string Id, string Up, string Rollback, string Verify, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>A migration of three files, the third in the folder of the verify scripts.</summary>
    internal static NewMigration OfThree(LayoutFolders folders, string id, string description, string up, string rollback)
    {
        var verify = Path.Combine(folders.Verify, id + ".sql");
        return new NewMigration(id, up, rollback, verify, new Dictionary<string, string>
        {
            [up] = Template.Render("up.sql", id, description),
            [rollback] = Template.Render("rollback.sql", id, description),
            [verify] = Template.Render("verify.sql", id, description),
        });
    }
}
