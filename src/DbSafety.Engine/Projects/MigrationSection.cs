using System.Text;
using DbSafety.Engine.Projects.Layouts;
using DbSafety.Engine.Projects.Yaml;

namespace DbSafety.Engine.Projects;

/// <summary>Reads the <c>migrations</c> of <c>dbsafety.yaml</c>.</summary>
internal static class MigrationSection
{
    public static MigrationSettings Read(YamlValues root)
    {
        var values = root.Group("migrations", "layout", "folder", "rollbackFolder", "verifyFolder", "journalSchema");
        var defaults = new MigrationSettings();
        return new MigrationSettings
        {
            Layout = values.Choice("layout", defaults.Layout, [.. LayoutCatalog.Names]),
            Folder = values.Text("folder") ?? defaults.Folder,
            RollbackFolder = values.Text("rollbackFolder") ?? defaults.RollbackFolder,
            VerifyFolder = values.Text("verifyFolder") ?? defaults.VerifyFolder,
            JournalSchema = JournalSchema(values, defaults.JournalSchema),
        };
    }

    private static string JournalSchema(YamlValues values, string otherwise)
    {
        if (values.Text("journalSchema") is not { } name)
            return otherwise;
        // PostgreSQL cuts a longer name off in silence, and keeps names with pg_ for itself.
        if (name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= 63 && !name.StartsWith("pg_", StringComparison.Ordinal) && name != "information_schema")
            return name;
        values.Invalid(values.Node("journalSchema")!, "migrations.journalSchema must be the name of a schema: 1 to 63 bytes, not beginning with pg_.", $"Write {otherwise}.");
        return otherwise;
    }
}
