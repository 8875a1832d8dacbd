using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>
/// Pairs of files that a word at the end of their names tells apart, whatever stands before it: <c>V0001.Schema.up.sql</c> with
/// <c>V0001.Schema.down.sql</c>, db-migrate's <c>20240101-users-up.sql</c>, yoyo's <c>0001.users.sql</c> with <c>0001.users.rollback.sql</c>.
/// A script that goes down must never be taken for a migration.
/// </summary>
internal sealed partial class PairedFilesLayout : IMigrationLayout
{
    public string Name => "pairs";

    public string Pattern => "NAME.up.sql (or NAME.sql) and NAME.down.sql";

    public bool Recognises(LayoutFolders folders)
    {
        var stems = ScriptFiles.ListSql(folders.Migrations).Select(ScriptFiles.Stem).ToList();
        var ups = stems.Select(UpName).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        return stems.Select(DirectionSuffix.Read).Any(name => name is { Up: false } down && ups.Contains(down.Base));
    }

    public LayoutReading Read(LayoutFolders folders)
    {
        var reading = new LayoutReading();
        var downs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var ups = new List<(string Name, string Path)>();
        foreach (var path in ScriptFiles.ListSql(folders.Migrations))
        {
            if (DirectionSuffix.Read(ScriptFiles.Stem(path)) is { Up: false } down)
                downs[down.Base] = path;
            else
                ups.Add((UpName(ScriptFiles.Stem(path))!, path));
        }

        // One name without a number, and all are ordered by their characters: numbers and words cannot be compared.
        var numbered = ups.All(up => Number().IsMatch(up.Name));
        foreach (var (name, path) in ups)
        {
            reading.Sources.Add(new MigrationSource
            {
                Id = name,
                Version = numbered ? MigrationVersion.Numeric(Number().Match(name).Groups[1].Value) : MigrationVersion.Lexical(name),
                Description = ScriptFiles.Words(numbered ? Number().Replace(name, "") : name),
                Up = new MigrationScript(path, WholeFile.Section),
                Rollback = downs.Remove(name, out var down) ? new MigrationScript(down, WholeFile.Section) : null,
            });
        }

        reading.Warnings.AddRange(downs.Values.Order(StringComparer.Ordinal).Select(down => $"{folders.Relative(down)} is not run: it belongs to no up script."));
        return reading;
    }

    public NewMigration Plan(LayoutFolders folders, IReadOnlyList<MigrationSource> existing, string description, DateTimeOffset now)
    {
        var last = existing.Count > 0 ? existing[^1].Id : "";
        var number = last.Length == 0 || Number().IsMatch(last) ? Letters().Match(last).Value + NextNumber.After(existing, "0001", now) : NextNumber.AfterText(last);
        var id = $"{number}_{Slug.Of(description)}";
        return NewMigration.OfThree(folders, id, description, Path.Combine(folders.Migrations, id + ".up.sql"), Path.Combine(folders.Migrations, id + ".down.sql"));
    }

    // The name of a pair; that of a file without a word is its own.
    private static string? UpName(string stem) => DirectionSuffix.Read(stem) is not { } name ? stem : name.Up ? name.Base : null;

    [GeneratedRegex("^[A-Za-z]*")]
    private static partial Regex Letters();

    [GeneratedRegex(@"^[A-Za-z]{0,2}(\d+(?:[.\-]\d+)*)(?=[^0-9A-Za-z]|$)[_.\- ]*")]
    private static partial Regex Number();
}
