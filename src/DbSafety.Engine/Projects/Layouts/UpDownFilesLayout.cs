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
        var downs = new Dictionary<string, string>();
        foreach (var path in ScriptFiles.ListSql(folders.Migrations))
        {
            var match = FileName().Match(Path.GetFileName(path));
            if (!match.Success)
                reading.Warnings.Add($"{folders.Relative(path)} is not run: {Name} reads files of the form {Pattern}.");
            else if (match.Groups[3].Value.Equals("down", StringComparison.OrdinalIgnoreCase))
                Pair(downs, match, path, folders);
            else
                reading.Sources.Add(Source(path, match));
        }

        for (var i = 0; i < reading.Sources.Count; i++)
        {
            // The tool pairs by number; the words may differ.
            if (downs.Remove(reading.Sources[i].Version.Identity, out var down))
                reading.Sources[i] = reading.Sources[i] with { Rollback = Script(down) };
        }

        return downs.Count == 0 ? reading : throw LayoutErrors.Orphan("Rollback", downs.Values.Order(StringComparer.Ordinal).First(), null, folders);
    }

    public NewMigration Plan(LayoutFolders folders, IReadOnlyList<MigrationSource> existing, string description, DateTimeOffset now)
    {
        var id = $"{NextNumber.After(existing, "000001", now)}_{Slug.Of(description)}";
        var up = Path.Combine(folders.Migrations, id + ".up.sql");
        var down = Path.Combine(folders.Migrations, id + ".down.sql");
        return NewMigration.OfThree(folders, id, description, up, down);
    }

    private static void Pair(Dictionary<string, string> downs, Match match, string path, LayoutFolders folders)
    {
        var identity = MigrationVersion.Numeric(match.Groups[1].Value).Identity;
        if (!downs.TryAdd(identity, path))
        {
            throw LayoutErrors.Error("MigrationDuplicate", $"Two down scripts have the number {match.Groups[1].Value}: {folders.Relative(downs[identity])} and {folders.Relative(path)}.",
                "Keep one of the two, or renumber one with its up script.", path);
        }
    }

    private static MigrationSource Source(string path, Match match) => new()
    {
        Id = $"{match.Groups[1].Value}_{match.Groups[2].Value}",
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
