using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>
/// Our own layout, the seed's: <c>migrations/0001_create_products.sql</c>, with files of the same name in <c>rollback/</c> and <c>verify/</c>.
/// </summary>
internal sealed partial class NumberedLayout : IMigrationLayout
{
    public string Name => "dbsafety";

    public string Pattern => "NUMBER_words.sql";

    public bool Recognises(LayoutFolders folders) => ScriptFiles.ListSql(folders.Migrations).Any(path => FileName().IsMatch(ScriptFiles.Stem(path)));

    public LayoutReading Read(LayoutFolders folders)
    {
        var reading = new LayoutReading();
        foreach (var path in ScriptFiles.ListSql(folders.Migrations))
        {
            var stem = ScriptFiles.Stem(path);
            var match = FileName().Match(stem);
            if (!match.Success)
                throw LayoutErrors.NameInvalid(path, Pattern, folders);
            reading.Sources.Add(new MigrationSource
            {
                Id = stem,
                Version = MigrationVersion.Numeric(match.Groups[1].Value),
                Description = ScriptFiles.Words(match.Groups[2].Value),
                Up = new MigrationScript(path, WholeFile.Section),
            });
        }

        foreach (var folder in ScriptFiles.ListFolders(folders.Migrations).Where(folder => ScriptFiles.ListSql(folder, recursive: true).Count > 0))
            reading.Warnings.Add($"{folders.Relative(folder)}/ is not run: only the SQL files of {folders.Relative(folders.Migrations)}/ itself are.");
        return reading;
    }

    public NewMigration Plan(LayoutFolders folders, IReadOnlyList<MigrationSource> existing, string description, DateTimeOffset now)
    {
        var id = $"{NextNumber.After(existing, "0001", now)}_{Slug.Of(description)}";
        return NewMigration.OfThree(folders, id, description, Path.Combine(folders.Migrations, id + ".sql"), Path.Combine(folders.Rollback, id + ".sql"));
    }

    [GeneratedRegex(@"^(\d+)(?:[_\-. ]+(.*))?$")]
    private static partial Regex FileName();
}
