using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>
/// One folder for each migration: Diesel and Hasura (<c>TIMESTAMP_words/up.sql</c>, <c>down.sql</c>), Prisma (<c>migration.sql</c>).
/// </summary>
internal sealed partial class FolderPerMigrationLayout : IMigrationLayout
{
    private const int ShortestDate = 8;

    public string Name => "folders";

    public string Pattern => "TIMESTAMP_words/up.sql (or migration.sql) with down.sql";

    public bool Recognises(LayoutFolders folders) =>
        ScriptFiles.ListFolders(folders.Migrations).Any(folder => FolderName().IsMatch(Path.GetFileName(folder)) && UpFile(folder) is not null);

    public LayoutReading Read(LayoutFolders folders)
    {
        var reading = new LayoutReading();
        foreach (var path in ScriptFiles.ListSql(folders.Migrations))
            reading.Warnings.Add($"{folders.Relative(path)} is not run: in this layout each migration has a folder of its own.");
        var all = ScriptFiles.ListFolders(folders.Migrations);
        // Diesel runs folders of any name, ordered by the characters of what stands before the first underscore.
        var names = all.Where(folder => UpFile(folder) is not null).Select(folder => FolderName().Match(Path.GetFileName(folder))).ToList();
        // Its times have four digits more in newer folders, so they are compared as it does, and not as numbers; only hand-made short ones are numbers.
        var numbered = names.All(name => name.Success && name.Groups[1].Length < ShortestDate);
        foreach (var folder in all)
        {
            if (UpFile(folder) is { } up)
                reading.Sources.Add(Source(folder, up, numbered));
            else if (Find(folder, "down.sql") is { } down)
                throw LayoutErrors.Orphan("Rollback", down, null, folders);
            else
                reading.Warnings.Add($"{folders.Relative(folder)}/ is not run: it holds neither up.sql nor migration.sql.");
        }

        return reading;
    }

    public NewMigration Plan(LayoutFolders folders, IReadOnlyList<MigrationSource> existing, string description, DateTimeOffset now)
    {
        var id = $"{NextNumber.After(existing, NextNumber.Timestamp(now), now)}_{Slug.Of(description)}";
        // As the files that are there: Prisma's one, or a pair.
        var up = existing.Count > 0 ? Path.GetFileName(existing[^1].Up.Path) : "up.sql";
        return NewMigration.OfThree(folders, id, description, Path.Combine(folders.Migrations, id, up), Path.Combine(folders.Migrations, id, "down.sql"));
    }

    private static MigrationSource Source(string folder, string up, bool numbered)
    {
        var name = Path.GetFileName(folder);
        var words = name.IndexOf('_', StringComparison.Ordinal);
        // Diesel writes dates with dashes, and leaves them out of its version.
        var version = (words < 0 ? name : name[..words]).Replace("-", "", StringComparison.Ordinal);
        var noTransaction = Find(folder, "metadata.toml") is { } metadata && NoTransactionLine().IsMatch(ScriptFiles.ReadText(metadata));
        return new MigrationSource
        {
            Id = name,
            Version = numbered ? MigrationVersion.Numeric(version) : MigrationVersion.Lexical(version),
            Description = ScriptFiles.Words(words < 0 ? name : name[(words + 1)..]),
            Up = new MigrationScript(up, WholeFile.Section) { NoTransaction = noTransaction },
            Rollback = Find(folder, "down.sql") is { } down ? new MigrationScript(down, WholeFile.Section) { NoTransaction = noTransaction } : null,
            Verify = Find(folder, "verify.sql") is { } verify ? new MigrationScript(verify, WholeFile.Section) : null,
        };
    }

    private static string? UpFile(string folder) => Find(folder, "up.sql") ?? Find(folder, "migration.sql");

    private static string? Find(string folder, string name) =>
        ScriptFiles.List(folder).FirstOrDefault(path => Path.GetFileName(path).Equals(name, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"^(\d[\d-]*)_(.*)$")]
    private static partial Regex FolderName();

    [GeneratedRegex(@"^\s*run_in_transaction\s*=\s*false\b", RegexOptions.Multiline)]
    private static partial Regex NoTransactionLine();
}
