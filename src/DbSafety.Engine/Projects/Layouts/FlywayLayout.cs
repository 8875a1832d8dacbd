using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>Flyway: <c>V1_2__words.sql</c>, its undo <c>U1_2__words.sql</c>, and repeatable <c>R__words.sql</c>, in the folder and those below.</summary>
internal sealed partial class FlywayLayout : IMigrationLayout
{
    public string Name => "flyway";

    public string Pattern => "V1_2__words.sql, U1_2__words.sql or R__words.sql";

    public bool Recognises(LayoutFolders folders) =>
        ScriptFiles.ListSql(folders.Migrations, recursive: true).Any(path => FileName().Match(ScriptFiles.Stem(path)) is { Success: true } match && match.Groups[1].Value != "B")
        // Files with Flyway's numbers and another tool's endings: an undo script among them would be run as a migration.
        && !new PairedFilesLayout().Recognises(folders);

    public LayoutReading Read(LayoutFolders folders)
    {
        var reading = new LayoutReading();
        var undos = new Dictionary<string, string>();
        foreach (var path in ScriptFiles.ListSql(folders.Migrations, recursive: true))
        {
            var match = FileName().Match(ScriptFiles.Stem(path));
            switch (match.Groups[1].Value)
            {
                case "V":
                    reading.Sources.Add(Source(path, match, MigrationVersion.Numeric(match.Groups[2].Value), RepeatableKind.Once));
                    break;
                case "R":
                    reading.Sources.Add(Source(path, match, MigrationVersion.Lexical(match.Groups[3].Value), RepeatableKind.OnChange));
                    break;
                case "U":
                    Pair(undos, match, path, folders);
                    break;
                default:
                    reading.Warnings.Add($"{folders.Relative(path)} is not run: {What(path, match)}.");
                    break;
            }
        }

        for (var i = 0; i < reading.Sources.Count; i++)
        {
            if (reading.Sources[i].Repeats == RepeatableKind.Once && undos.Remove(reading.Sources[i].Version.Identity, out var undo))
                reading.Sources[i] = reading.Sources[i] with { Rollback = Script(undo) };
        }

        return undos.Count == 0 ? reading : throw LayoutErrors.Orphan("Rollback", undos.Values.Order(StringComparer.Ordinal).First(), null, folders);
    }

    public NewMigration Plan(LayoutFolders folders, IReadOnlyList<MigrationSource> existing, string description, DateTimeOffset now)
    {
        var number = NextNumber.After([.. existing.Where(source => source.Repeats == RepeatableKind.Once)], "1", now);
        var name = $"{number}__{Slug.Of(description)}";
        return NewMigration.OfThree(folders, "V" + name, description,
            Path.Combine(folders.Migrations, $"V{name}.sql"), Path.Combine(folders.Migrations, $"U{name}.sql"));
    }

    private static void Pair(Dictionary<string, string> undos, Match match, string path, LayoutFolders folders)
    {
        var identity = MigrationVersion.Numeric(match.Groups[2].Value).Identity;
        if (!undos.TryAdd(identity, path))
        {
            throw LayoutErrors.Error("MigrationDuplicate", $"Two undo scripts have the version {match.Groups[2].Value}: {folders.Relative(undos[identity])} and {folders.Relative(path)}.",
                "Keep one of the two.", path);
        }
    }

    private static MigrationSource Source(string path, Match match, MigrationVersion version, RepeatableKind repeats) => new()
    {
        Id = ScriptFiles.Stem(path),
        Version = version,
        Description = ScriptFiles.Words(match.Groups[3].Value),
        Up = Script(path),
        Repeats = repeats,
    };

    // Flyway keeps a script's options in a file beside it.
    private static MigrationScript Script(string path) => new(path, WholeFile.Section)
    {
        NoTransaction = File.Exists(path + ".conf") && NoTransactionLine().IsMatch(ScriptFiles.ReadText(path + ".conf")),
    };

    private string What(string path, Match match) => match.Groups[1].Value == "B" ? "a baseline script is for new databases only"
        : CallbackName().IsMatch(ScriptFiles.Stem(path)) ? "Flyway's callbacks have no place in a run of ours"
        : $"{Name} reads files of the form {Pattern}";

    [GeneratedRegex(@"^(?:([VUB])(\d+(?:[._]\d+)*)(?:__(.*))?|(?<1>R)__(?<3>.+))$")]
    private static partial Regex FileName();

    [GeneratedRegex("^(before|after|create)[A-Z]")]
    private static partial Regex CallbackName();

    [GeneratedRegex(@"^\s*executeInTransaction\s*=\s*false\s*$", RegexOptions.Multiline)]
    private static partial Regex NoTransactionLine();
}
