using System.Text.RegularExpressions;

namespace DbSafety.Engine.Projects.Layouts;

/// <summary>What the layouts with up and down in one file have in common: dbmate, goose, node-pg-migrate and others.</summary>
internal abstract class MarkedFileLayout(string name, string pattern, Regex fileName, SectionMarks marks) : IMigrationLayout
{
    public string Name { get; } = name;

    public string Pattern { get; } = pattern;

    protected SectionMarks Marks { get; } = marks;

    // Ours and others name files alike: the marks tell. A file that is named after one direction holds no two, whatever its comments say.
    public bool Recognises(LayoutFolders folders) =>
        ScriptFiles.ListSql(folders.Migrations).Any(path => Path.GetExtension(ScriptFiles.Stem(path)).ToUpperInvariant() is not (".UP" or ".DOWN") && fileName.IsMatch(ScriptFiles.Stem(path)) && Marks.Marks(ScriptFiles.ReadText(path)));

    public LayoutReading Read(LayoutFolders folders)
    {
        var reading = new LayoutReading();
        foreach (var path in ScriptFiles.List(folders.Migrations))
        {
            var match = fileName.Match(ScriptFiles.Stem(path));
            if (match.Success && IsProgram(path))
                reading.Sources.Add(Program(path, match));
            if (!ScriptFiles.IsSql(path))
                continue;
            if (match.Success)
                reading.Sources.Add(Source(path, match, folders));
            else
                reading.Warnings.Add($"{folders.Relative(path)} is not run: {Name} reads files of the form {Pattern}.");
        }

        return reading;
    }

    public NewMigration Plan(LayoutFolders folders, IReadOnlyList<MigrationSource> existing, string description, DateTimeOffset now)
    {
        var id = $"{NextNumber.After(existing, NextNumber.Timestamp(now), now)}_{Slug.Of(description)}";
        var path = Path.Combine(folders.Migrations, id + ".sql");
        var verify = Path.Combine(folders.Verify, id + ".sql");
        return new NewMigration(id, path, path, verify, new Dictionary<string, string>
        {
            [path] = Template.Render($"{Name}.sql", id, description),
            [verify] = Template.Render("verify.sql", id, description),
        });
    }

    /// <summary>Where the tool would read a file as a program, such as a .go file.</summary>
    protected virtual bool IsProgram(string path) => false;

    /// <summary>The version's place in the tool's own order.</summary>
    protected virtual MigrationVersion Version(string number, string stem) => MigrationVersion.Numeric(number);

    /// <summary>The script of one direction.</summary>
    protected virtual IScriptSection Section(bool up) => new MarkedSection(Marks, up);

    /// <summary>Refuses what the tool would do and we cannot.</summary>
    protected virtual void Check(string path, string text, LayoutFolders folders)
    {
        if (Marks.Find(text, up: true) is not { } section)
            throw LayoutErrors.FormInvalid(path, 1, $"The mark of the up script is missing, which {Name} asks for.", "Add the mark, then run the command again.", folders);
        if (Marks.Up.Match(text) is { Success: true } mark && !ScriptFiles.IsOnlyComments(text[..Math.Min(mark.Index, section.Start)]) && !Marks.Down.IsMatch(text[..mark.Index]))
            throw LayoutErrors.FormInvalid(path, 1, "Statements stand before the mark of the up script.", "Move them below the mark.", folders);
    }

    private MigrationSource Source(string path, Match match, LayoutFolders folders)
    {
        var text = ScriptFiles.ReadText(path);
        Check(path, text, folders);
        var stem = ScriptFiles.Stem(path);
        return new MigrationSource
        {
            Id = stem,
            Version = Version(match.Groups[1].Value, stem),
            Description = ScriptFiles.Words(match.Groups[2].Value),
            Up = Script(path, text, up: true),
            Rollback = Marks.Find(text, up: false) is null ? null : Script(path, text, up: false),
        };
    }

    private MigrationSource Program(string path, Match match)
    {
        var stem = ScriptFiles.Stem(path);
        return new MigrationSource
        {
            Id = stem,
            Version = Version(match.Groups[1].Value, stem),
            Description = ScriptFiles.Words(match.Groups[2].Value),
            Up = new MigrationScript(path, WholeFile.Section) { Program = new ForeignProgram(Name, stem) },
        };
    }

    private MigrationScript Script(string path, string text, bool up) =>
        new(path, Section(up)) { NoTransaction = Marks.AsksForNoTransaction(text, up) };
}
