using DbSafety.Engine.Projects.Layouts;
using DbSafety.Engine.Projects.Yaml;

namespace DbSafety.Engine.Projects;

/// <summary>Reads the <c>migrations</c> of <c>dbsafety.yaml</c>.</summary>
internal static class MigrationSection
{
    public static MigrationSettings Read(YamlValues root)
    {
        var values = root.Group("migrations", "layout", "folder", "rollbackFolder", "verifyFolder", "allowDuplicateNumbers");
        var defaults = new MigrationSettings();
        return new MigrationSettings
        {
            Layout = values.Choice("layout", defaults.Layout, [.. LayoutCatalog.Names]),
            Folder = values.Text("folder") ?? defaults.Folder,
            RollbackFolder = values.Text("rollbackFolder") ?? defaults.RollbackFolder,
            VerifyFolder = values.Text("verifyFolder") ?? defaults.VerifyFolder,
            AllowDuplicateNumbers = values.Truth("allowDuplicateNumbers", defaults.AllowDuplicateNumbers),
        };
    }
}
