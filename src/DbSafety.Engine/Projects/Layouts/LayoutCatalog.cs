using DbSafety.Core.Errors;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>The layouts that are known, and which one a folder is in.</summary>
public static class LayoutCatalog
{
    private static readonly NumberedLayout Own = new();

    // Their files can hardly be those of another layout. Ours and the plain one take what none of these does.
    private static readonly IReadOnlyList<IMigrationLayout> Distinct =
    [
        new SqitchLayout(), new UpDownFilesLayout(), new FlywayLayout(), new DbmateLayout(), new GooseLayout(), new NodePgMigrateLayout(),
        new SqlMigrateLayout(), new PlayLayout(), new MyBatisLayout(), new TernLayout(),
        new FolderPerMigrationLayout(),
    ];

    // Names of many kinds, among them those of the distinct ones, which know more of their tool.
    private static readonly PairedFilesLayout Pairs = new();

    /// <summary>All layouts, ours first.</summary>
    public static IReadOnlyList<IMigrationLayout> All { get; } = [Own, .. Distinct, Pairs, new PlainLayout()];

    /// <summary>What <c>migrations.layout</c> can be.</summary>
    public static IReadOnlyList<string> Names { get; } = [MigrationSettings.AutoLayout, .. All.Select(layout => layout.Name)];

    /// <summary>The layout of this name, or the one that the files are in; ours where there are no files yet.</summary>
    internal static IMigrationLayout Choose(string name, LayoutFolders folders)
    {
        if (name != MigrationSettings.AutoLayout)
            return All.First(layout => layout.Name == name);
        var fits = Distinct.Where(layout => layout.Recognises(folders)).ToList();
        if (fits.Count > 1)
            throw Ambiguous(fits, folders);
        if (fits.Count == 1)
            return fits[0];
        if (Pairs.Recognises(folders))
            return Pairs;
        var others = ScriptFiles.ListSql(folders.Migrations);
        return others.Count == 0 || Own.Recognises(folders) ? Own : All[^1];
    }

    private static DbSafetyException Ambiguous(List<IMigrationLayout> fits, LayoutFolders folders) => LayoutErrors.Error(
        "MigrationLayoutAmbiguous", $"{folders.Relative(folders.Migrations)}/ holds files of several layouts: {string.Join(", ", fits.Select(layout => layout.Name))}.",
        $"Say which one it is, as migrations.layout in {ProjectFolder.FileName}, or move the others elsewhere.", folders.Migrations);
}
