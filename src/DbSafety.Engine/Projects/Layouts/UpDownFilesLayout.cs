using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>
/// golang-migrate (and sqlx, Pop): <c>1_create_users.up.sql</c> with <c>1_create_users.down.sql</c>, ordered by number. Where the files
/// serve several database products, those of PostgreSQL are read.
/// </summary>
internal sealed partial class UpDownFilesLayout : IMigrationLayout
{
    public string Name => "golang-migrate";

    public string Pattern => "NUMBER_words.up.sql and NUMBER_words.down.sql";

    public bool Recognises(LayoutFolders folders) => ScriptFiles.ListSql(folders.Migrations).Any(path => FileName().IsMatch(ScriptFiles.Stem(path)));

    public LayoutReading Read(LayoutFolders folders)
    {
        var reading = new LayoutReading();
        var downs = new List<(string Number, string Id, string Path)>();
        foreach (var (id, isDown, path) in Files(folders, reading))
        {
            var match = IdParts().Match(id);
            if (isDown)
                downs.Add((MigrationVersion.Numeric(match.Groups[1].Value).Identity, id, path));
            else
                reading.Sources.Add(Source(path, id, match));
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
            reading.Sources[i] = source with { Rollback = Script(candidates[found].Path, source.Id) };
            downs.Remove(candidates[found]);
        }

        // The number may be mistyped: the migration that lacks its rollback is refused by its own rule.
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

    // Programs that are named as the scripts are have their place among them.
    private IReadOnlyList<(string Id, bool IsDown, string Path)> Files(LayoutFolders folders, LayoutReading reading)
    {
        var named = new List<(string, bool, string)>();
        foreach (var path in ScriptFiles.List(folders.Migrations).Where(path => ScriptFiles.IsSql(path) || ForeignProgram.MayBe(path)))
        {
            var match = FileName().Match(ScriptFiles.Stem(path));
            if (match.Success)
                named.Add((match.Groups[1].Value, match.Groups[2].Value.Equals("down", StringComparison.OrdinalIgnoreCase), path));
            else if (ScriptFiles.IsSql(path))
                reading.Warnings.Add($"{folders.Relative(path)} is not run: {Name} reads files of the form {Pattern}.");
        }

        var files = DatabaseDialects.ForPostgres(named, out var others);
        if (others.Count > 0)
            reading.Warnings.Add($"Migrations of other databases are not run: {string.Join(", ", others.Select(product => $"{product.Key} ({product.Value})"))}.");
        return files;
    }

    private static MigrationSource Source(string path, string id, Match match) => new()
    {
        Id = id,
        Version = MigrationVersion.Numeric(match.Groups[1].Value),
        Description = ScriptFiles.Words(match.Groups[2].Value),
        Up = Script(path, id),
    };

    private static MigrationScript Script(string path, string id) => new(path, WholeFile.Section)
    {
        NoTransaction = NoTransactionLine().IsMatch(ScriptFiles.ReadHead(path)),
        Program = ScriptFiles.IsSql(path) ? null : new ForeignProgram("another tool", id),
    };

    [GeneratedRegex(@"^(\d+_.*)\.(up|down)$", RegexOptions.IgnoreCase)]
    private static partial Regex FileName();

    [GeneratedRegex(@"^(\d+)_(.*)$")]
    private static partial Regex IdParts();

    // sqlx, whose pairs are named alike, asks for no transaction in the first line.
    [GeneratedRegex(@"^\uFEFF?--[ \t]*no-transaction\b")]
    private static partial Regex NoTransactionLine();
}
