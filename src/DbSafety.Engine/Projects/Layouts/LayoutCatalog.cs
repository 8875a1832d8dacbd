using DbSafety.Core.Errors;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>The layouts that are known, and which one a folder is in.</summary>
public static class LayoutCatalog
{
    /// <summary>The most specific one first; ours and the plain one recognise what no other does.</summary>
    public static IReadOnlyList<IMigrationLayout> All { get; } = [new NumberedLayout()];

    /// <summary>The layout's names, for <c>migrations.layout</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [MigrationSettings.AutoLayout, .. All.Select(layout => layout.Name)];

    internal static IMigrationLayout Choose(string name, ref LayoutFolders folders)
    {
        RefuseMissingFolder(folders);
        return All[0];
    }

    private static void RefuseMissingFolder(LayoutFolders folders)
    {
        if (!Directory.Exists(folders.Migrations))
        {
            throw new DbSafetyException("MigrationsFolderMissing", ErrorKind.NotFound, $"The folder of the migrations does not exist: {folders.Migrations}.")
            {
                State = "Nothing was changed.",
                NextStep = $"Make it, or name another one as migrations.folder in {Path.Combine(folders.Project, ProjectFolder.FileName)}.",
            };
        }
    }
}
