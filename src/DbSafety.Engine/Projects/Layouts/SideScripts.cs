namespace DbSafety.Engine.Projects.Layouts;

/// <summary>Finds the rollback and verify scripts that stand in folders of their own, named after their migration.</summary>
internal static class SideScripts
{
    public static IReadOnlyList<MigrationSource> Attach(IReadOnlyList<MigrationSource> sources, LayoutFolders folders)
    {
        var rollbacks = Scripts(folders.Rollback, folders, "Rollback", sources);
        var verifies = Scripts(folders.Verify, folders, "Verify", sources);
        return [.. sources.Select(source => WithVerify(WithRollback(source, rollbacks), verifies))];
    }

    private static MigrationSource WithRollback(MigrationSource source, Dictionary<string, string> files)
    {
        var script = source.Rollback ?? (files.TryGetValue(source.Id, out var path) ? new MigrationScript(path, WholeFile.Section) : null);
        return script is null ? source
            : IsEmpty(script) ? source with { Rollback = null, EmptyRollback = script }
            : source with { Rollback = script };
    }

    private static MigrationSource WithVerify(MigrationSource source, Dictionary<string, string> files)
    {
        var script = source.Verify ?? (files.TryGetValue(source.Id, out var path) ? new MigrationScript(path, WholeFile.Section) : null);
        return source with { Verify = script is null || IsEmpty(script) ? null : script };
    }

    // A template that nobody filled in must not count as a rollback: undoing would do nothing and say that it had.
    private static bool IsEmpty(MigrationScript script) => ScriptFiles.IsOnlyComments(script.Select(ScriptFiles.ReadText(script.Path)));

    private static Dictionary<string, string> Scripts(string folder, LayoutFolders folders, string what, IReadOnlyList<MigrationSource> sources)
    {
        var files = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        // Where a layout keeps everything in one folder, its own reading has paired the files.
        if (SamePath(folder, folders.Migrations))
            return files;
        var ids = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var source in sources)
        {
            ids[source.Id] = source.Id;
            // 0001_a.up.sql and its rollback/0001_a.down.sql.
            if (DirectionSuffix.Read(source.Id) is { Up: true } up)
                ids.TryAdd(up.Base, source.Id);
        }

        foreach (var path in ScriptFiles.ListSql(folder))
        {
            var stem = ScriptFiles.Stem(path);
            if (!ids.TryGetValue(stem, out var id) && !(DirectionSuffix.Read(stem) is { Up: false } down && ids.TryGetValue(down.Base, out id)))
                throw LayoutErrors.Orphan(what, path, Meant(stem, sources), folders);
            if (!files.TryAdd(id, path))
                throw LayoutErrors.TwoFor(what, id, files[id], path, folders);
        }

        return files;
    }

    private static MigrationSource? Meant(string stem, IReadOnlyList<MigrationSource> sources)
    {
        var number = new string([.. stem.TakeWhile(char.IsAsciiDigit)]);
        return number.Length > 0 && sources.FirstOrDefault(source => source.Version == MigrationVersion.Numeric(number)) is { } same
            ? same
            : NearestWord.Find(stem, sources.Select(source => source.Id)) is { } near ? sources.First(source => source.Id == near) : null;
    }

    private static bool SamePath(string left, string right) =>
        string.Equals(Path.TrimEndingDirectorySeparator(left), Path.TrimEndingDirectorySeparator(right), StringComparison.Ordinal);
}
