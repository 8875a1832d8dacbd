namespace DbSafety.Engine.Projects.Layouts;

/// <summary>The migrations of a project in the order in which they are applied.</summary>
public sealed class MigrationCatalog
{
    private readonly IMigrationLayout _layout;

    private MigrationCatalog(IMigrationLayout layout, IReadOnlyList<MigrationSource> sources, IReadOnlyList<string> warnings)
    {
        _layout = layout;
        Sources = sources;
        Warnings = warnings;
    }

    /// <summary>The name of the layout that the files are in.</summary>
    public string Layout => _layout.Name;

    /// <summary>Versioned migrations by version, then those that are repeated on change, then those that are always run.</summary>
    public IReadOnlyList<MigrationSource> Sources { get; }

    /// <summary>Files that were seen and are not run, and why.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The migration of this id, whatever the case; null where there is none.</summary>
    public MigrationSource? Find(string id) =>
        Sources.FirstOrDefault(source => source.Id == id) ?? Sources.FirstOrDefault(source => source.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The files of a new migration, which comes after all of these. Nothing is written.</summary>
    /// <exception cref="Core.Errors.DbSafetyException"><c>DescriptionInvalid</c>, or the layout's files are made by its own tool.</exception>
    public NewMigration PlanNew(ProjectFolder project, string description, DateTimeOffset now) =>
        _layout.Plan(LayoutFolders.Of(project), Sources, description, now);

    /// <summary>Reads the migration files of a project. Their text is read only where the layout needs it.</summary>
    /// <exception cref="Core.Errors.DbSafetyException">
    /// <c>MigrationsFolderMissing</c>, <c>MigrationLayoutAmbiguous</c>, <c>MigrationNameInvalid</c>, <c>MigrationDuplicate</c>,
    /// <c>MigrationFormInvalid</c>, <c>RollbackWithoutMigration</c> or <c>VerifyWithoutMigration</c>.
    /// </exception>
    public static MigrationCatalog Load(ProjectFolder project)
    {
        var folders = LayoutFolders.Of(project);
        var layout = LayoutCatalog.Choose(project.Configuration.Migrations.Layout, folders);
        // Sqitch's folders have other names.
        if (!Directory.Exists(folders.Migrations) && layout is not SqitchLayout)
            throw LayoutErrors.FolderMissing(folders);
        var reading = layout.Read(folders);
        var ordered = reading.Sources
            .OrderBy(source => source.Repeats)
            .ThenBy(source => source.Version)
            .ThenBy(source => source.Id, StringComparer.Ordinal)
            .ToList();
        RefuseDuplicates(ordered, folders, layout.AllowsSameNumber || project.Configuration.Migrations.AllowDuplicateNumbers);
        return new MigrationCatalog(layout, SideScripts.Attach(ordered, folders), reading.Warnings);
    }

    // The same number twice has no order, and the same id in other letters is one file on half of the world's machines.
    private static void RefuseDuplicates(List<MigrationSource> ordered, LayoutFolders folders, bool allowDuplicateNumbers)
    {
        var versions = new Dictionary<(RepeatableKind, string), MigrationSource>();
        var ids = new Dictionary<string, MigrationSource>(StringComparer.OrdinalIgnoreCase);
        foreach (var source in ordered)
        {
            if (!versions.TryAdd((source.Repeats, source.Version.Identity), source) && !allowDuplicateNumbers)
                throw LayoutErrors.Duplicate(versions[(source.Repeats, source.Version.Identity)], source, folders);
            if (!ids.TryAdd(source.Id, source))
                throw LayoutErrors.SameId(ids[source.Id], source, folders);
        }
    }
}
