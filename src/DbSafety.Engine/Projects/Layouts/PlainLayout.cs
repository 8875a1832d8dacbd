namespace DbSafety.Engine.Projects.Layouts;

/// <summary>DbUp and dbops: every SQL file of the folder, by name, compared character by character.</summary>
internal sealed class PlainLayout : IMigrationLayout
{
    public string Name => "dbup";

    public string Pattern => "any name, ordered by its characters";

    public bool Recognises(LayoutFolders folders) => ScriptFiles.ListSql(folders.Migrations).Count > 0;

    public LayoutReading Read(LayoutFolders folders)
    {
        var reading = new LayoutReading();
        foreach (var path in ScriptFiles.ListSql(folders.Migrations))
        {
            var stem = ScriptFiles.Stem(path);
            reading.Sources.Add(new MigrationSource
            {
                Id = stem,
                Version = MigrationVersion.Lexical(stem, Path.GetFileName(path)),
                Description = ScriptFiles.Words(stem),
                Up = new MigrationScript(path, WholeFile.Section),
            });
        }

        foreach (var folder in ScriptFiles.ListFolders(folders.Migrations).Where(folder => ScriptFiles.ListSql(folder, recursive: true).Count > 0))
            reading.Warnings.Add($"{folders.Relative(folder)}/ is not run: only the SQL files of {folders.Relative(folders.Migrations)}/ itself are.");
        return reading;
    }

    public NewMigration Plan(LayoutFolders folders, IReadOnlyList<MigrationSource> existing, string description, DateTimeOffset now)
    {
        var id = $"{NextNumber.Timestamp(now)}_{Slug.Of(description)}";
        // The order is by characters: a name that would come before an existing one would be out of order at once.
        if (existing.Count > 0 && string.CompareOrdinal(id, existing[^1].Id) <= 0)
            id = $"{NextNumber.AfterText(existing[^1].Id)}_{Slug.Of(description)}";
        return NewMigration.OfThree(folders, id, description, Path.Combine(folders.Migrations, id + ".sql"), Path.Combine(folders.Rollback, id + ".sql"));
    }
}
