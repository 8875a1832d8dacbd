using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>
/// One folder for each migration: Diesel and Hasura (<c>TIMESTAMP_words/up.sql</c>, <c>down.sql</c>), Prisma (<c>migration.sql</c>).
/// </summary>
internal sealed partial class FolderPerMigrationLayout : IMigrationLayout
{
    public string Name => "folders";

    public string Pattern => "TIMESTAMP_words/up.sql (or migration.sql) with down.sql";

    public bool Recognises(LayoutFolders folders) =>
        ScriptFiles.ListFolders(folders.Migrations).Any(folder => FolderName().IsMatch(Path.GetFileName(folder)) && UpFile(folder) is not null);

    public LayoutReading Read(LayoutFolders folders)
    {
        var reading = new LayoutReading();
        foreach (var path in ScriptFiles.ListSql(folders.Migrations))
            reading.Warnings.Add($"{folders.Relative(path)} is not run: in this layout each migration has a folder of its own.");
        foreach (var folder in ScriptFiles.ListFolders(folders.Migrations))
        {
            var match = FolderName().Match(Path.GetFileName(folder));
            if (UpFile(folder) is { } up && match.Success)
                reading.Sources.Add(Source(folder, up, match));
            else if (Find(folder, "down.sql") is { } down && match.Success)
                throw LayoutErrors.Orphan("Rollback", down, null, folders);
            else
                reading.Warnings.Add($"{folders.Relative(folder)}/ is not run: {(match.Success ? "it holds neither up.sql nor migration.sql" : $"its name is not of the form {Pattern}")}.");
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

    private static MigrationSource Source(string folder, string up, Match match)
    {
        var noTransaction = Find(folder, "metadata.toml") is { } metadata && NoTransactionLine().IsMatch(ScriptFiles.ReadText(metadata));
        return new MigrationSource
        {
            Id = Path.GetFileName(folder),
            // Diesel writes dates with dashes, and leaves them out of its version.
            Version = MigrationVersion.Numeric(match.Groups[1].Value.Replace("-", "", StringComparison.Ordinal)),
            Description = ScriptFiles.Words(match.Groups[2].Value),
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
