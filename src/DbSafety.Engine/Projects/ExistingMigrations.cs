using DbSafety.Core.Errors;
using DbSafety.Engine.Projects.Layouts;

namespace DbSafety.Engine.Projects;

/// <summary>Tells a person who begins a project what migrations there are already.</summary>
internal static class ExistingMigrations
{
    // Where the other tools keep theirs by default.
    private static readonly string[] UsualPlaces =
    [
        "migrations", "db/migrations", "db/migration", "sql/migrations", "sql", "prisma/migrations", "supabase/migrations",
        "src/main/resources/db/migration", "schema/migrations",
    ];

    public static IEnumerable<string> Hints(ProjectFolder project, string workingDirectory)
    {
        if (Layout(project) is { } own)
            yield return own;
        foreach (var place in UsualPlaces.Select(place => Path.GetFullPath(place, workingDirectory)))
        {
            if (place == project.MigrationsPath || !Directory.Exists(place))
                continue;
            var folders = LayoutFolders.Of(project) with { Project = place, Migrations = place };
            if (ScriptFiles.ListSql(place, recursive: true).Count > 0 && Recognised(folders) is { } layout)
            {
                var relative = Path.GetRelativePath(project.Path, place).Replace('\\', '/');
                yield return $"{place} holds migrations in the layout of {layout}. To use them where they are, write in {project.ConfigurationFile}: migrations: {{ folder: {relative} }}";
            }
        }
    }

    private static string? Layout(ProjectFolder project)
    {
        try
        {
            var catalog = MigrationCatalog.Load(project);
            return catalog.Sources.Count == 0 ? null
                : $"{project.Relative(project.MigrationsPath)}/ holds {catalog.Sources.Count} migrations in the layout of {catalog.Layout}; they are used as they are. "
                    + $"{catalog.Sources.Count(source => source.Rollback is null)} of them have no rollback script.";
        }
        catch (DbSafetyException error)
        {
            return $"{project.Relative(project.MigrationsPath)}/ holds files that cannot be used as they are. {error.Message}";
        }
    }

    private static string? Recognised(LayoutFolders folders)
    {
        try
        {
            return LayoutCatalog.Choose(MigrationSettings.AutoLayout, folders).Name;
        }
        catch (DbSafetyException)
        {
            return null;
        }
    }
}
