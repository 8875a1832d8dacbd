using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>golang-migrate (and sqlx): <c>1_create_users.up.sql</c> with <c>1_create_users.down.sql</c>, ordered by number.</summary>
internal sealed partial class UpDownFilesLayout : IMigrationLayout
{
    public string Name => "golang-migrate";

    public string Pattern => "NUMBER_words.up.sql and NUMBER_words.down.sql";

    public bool Recognises(LayoutFolders folders) => ScriptFiles.ListSql(folders.Migrations).Any(path => FileName().IsMatch(Path.GetFileName(path)));

    public LayoutReading Read(LayoutFolders folders)
    {
        var reading = new LayoutReading();
        var downs = new List<(string Number, string Id, string Path)>();
        foreach (var path in ScriptFiles.ListSql(folders.Migrations))
        {
            var match = FileName().Match(Path.GetFileName(path));
            if (!match.Success)
                reading.Warnings.Add($"{folders.Relative(path)} is not run: {Name} reads files of the form {Pattern}.");
            else if (match.Groups[3].Value.Equals("down", StringComparison.OrdinalIgnoreCase))
                downs.Add((MigrationVersion.Numeric(match.Groups[1].Value).Identity, Id(match), path));
            else
                reading.Sources.Add(Source(path, match));
        }

        var usedTwice = reading.Sources.GroupBy(source => source.Version.Identity).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        for (var i = 0; i < reading.Sources.Count; i++)
        {
            // The tool pairs by number, and the words may differ; where a number is used twice, the words decide.
            var source = reading.Sources[i];
            var candidates = downs.Where(down => down.Number == source.Version.Identity).ToList();
            var found = candidates.FindIndex(down => down.Id == source.Id);
            if (found < 0 && candidates.Count == 1 && !usedTwice.Contains(source.Version.Identity))
                found = 0;
            if (found < 0)
                continue;
            reading.Sources[i] = source with { Rollback = Script(candidates[found].Path) };
            downs.Remove(candidates[found]);
        }

        // The up script may be a program, or a mistyped number: the migration that lacks its rollback is refused by its own rule.
        reading.Warnings.AddRange(downs.Select(down => $"{folders.Relative(down.Path)} is not run: it belongs to no up script."));
        return reading;
    }

    public NewMigration Plan(LayoutFolders folders, IReadOnlyList<MigrationSource> existing, string description, DateTimeOffset now)
    {
        var id = $"{NextNumber.After(existing, "000001", now)}_{Slug.Of(description)}";
        var up = Path.Combine(folders.Migrations, id + ".up.sql");
        var down = Path.Combine(folders.Migrations, id + ".down.sql");
        return NewMigration.OfThree(folders, id, description, up, down);
    }

    private static string Id(Match match) => $"{match.Groups[1].Value}_{match.Groups[2].Value}";

    private static MigrationSource Source(string path, Match match) => new()
    {
        Id = Id(match),
        Version = MigrationVersion.Numeric(match.Groups[1].Value),
        Description = ScriptFiles.Words(match.Groups[2].Value),
        Up = Script(path),
    };

    private static MigrationScript Script(string path) => new(path, WholeFile.Section) { NoTransaction = NoTransactionLine().IsMatch(ScriptFiles.ReadHead(path)) };

    [GeneratedRegex(@"^(\d+)_(.*)\.(up|down)\.sql$", RegexOptions.IgnoreCase)]
    private static partial Regex FileName();

    // sqlx, whose pairs are named alike, asks for no transaction in the first line.
    [GeneratedRegex(@"^\uFEFF?--[ \t]*no-transaction\b")]
    private static partial Regex NoTransactionLine();
}
