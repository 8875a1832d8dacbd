using DbSafety.Core.Errors;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>The errors of migration files.</summary>
internal static class LayoutErrors
{
    public static DbSafetyException FolderMissing(LayoutFolders folders) =>
        new("MigrationsFolderMissing", ErrorKind.NotFound, $"The folder of the migrations does not exist: {folders.Migrations}.")
        {
            State = "Nothing was changed.",
            NextStep = $"Make it, or name another one as migrations.folder in {Path.Combine(folders.Project, ProjectFolder.FileName)}.",
        };

    public static DbSafetyException Duplicate(MigrationSource first, MigrationSource second, LayoutFolders folders) => Error(
        "MigrationDuplicate", $"Two migrations have the version {first.Version}: {folders.Relative(first.Up.Path)} and {folders.Relative(second.Up.Path)}.",
        "Give one of the two a number of its own, which is higher than all that are applied; rename its rollback and verify files with it. "
        + "Where both are applied already, set migrations.allowDuplicateNumbers to true in dbsafety.yaml: they run in the order of their names.", second.Up.Path);

    public static DbSafetyException SameId(MigrationSource first, MigrationSource second, LayoutFolders folders) => Error(
        "MigrationDuplicate", $"Two migrations have the same name but for the case of its letters: {folders.Relative(first.Up.Path)} and {folders.Relative(second.Up.Path)}.",
        "Rename one of the two.", second.Up.Path);

    public static DbSafetyException NameInvalid(string path, string pattern, LayoutFolders folders) => Error(
        "MigrationNameInvalid", $"{folders.Relative(path)} does not have the form {pattern}, so it has no place in the order.",
        "Rename it, or move it to scripts/ if it is no migration.", path);

    public static DbSafetyException Orphan(string what, string path, MigrationSource? meant, LayoutFolders folders) => Error(
        $"{what}WithoutMigration", $"{folders.Relative(path)} belongs to no migration.{(meant is null ? "" : $" Did you mean it for {meant.Id}?")}",
        meant is null ? "Rename it after its migration, or remove it." : $"Rename it to {meant.Id}.sql, or remove it.", path);

    public static DbSafetyException TwoFor(string what, string id, string first, string second, LayoutFolders folders) => Error(
        "MigrationDuplicate", $"{id} has two {what.ToLowerInvariant()} scripts: {folders.Relative(first)} and {folders.Relative(second)}.", "Keep one of the two.", second);

    public static DbSafetyException NotSql(MigrationScript script, ForeignProgram program) => Error(
        "MigrationNotSql", $"{program.Tool} runs it as a program; only SQL can be run, rehearsed and rolled back here.",
        $"Apply what comes before it (dbsafety migrate --to <id>), run it with {program.Tool}, and record it: dbsafety baseline {program.Id}; or write it as SQL.", script.Path);

    public static DbSafetyException FormInvalid(string path, int line, string message, string next, LayoutFolders folders) =>
        new("MigrationFormInvalid", ErrorKind.InvalidScript, $"{folders.Relative(path)}, line {line}: {message}")
        {
            State = "Nothing was changed.",
            NextStep = next,
            Script = path,
            Line = line,
        };

    public static DbSafetyException Error(string id, string message, string next, string path) =>
        new(id, ErrorKind.InvalidProject, message) { State = "Nothing was changed.", NextStep = next, Script = path };
}
