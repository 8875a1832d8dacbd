namespace DbSafety.Engine.Projects.Layouts;

/// <summary>Sqitch: the order of <c>sqitch.plan</c>, with <c>deploy/</c>, <c>revert/</c> and <c>verify/</c> beside it.</summary>
internal sealed class SqitchLayout : IMigrationLayout
{
    public string Name => "sqitch";

    public string Pattern => "sqitch.plan with deploy/, revert/ and verify/";

    public bool Recognises(LayoutFolders folders) => PlanFile(folders) is not null;

    public LayoutReading Read(LayoutFolders folders)
    {
        var plan = PlanFile(folders) ?? throw LayoutErrors.Error("MigrationPlanMissing",
            $"No sqitch.plan was found in {folders.Migrations} or in {folders.Project}.", "Name the folder that holds it as migrations.folder.", folders.Migrations);
        var top = Path.GetDirectoryName(plan)!;
        var reading = new LayoutReading();
        foreach (var (names, index) in SqitchPlan.Read(plan, folders).Select((names, index) => (names, index)))
            reading.Sources.Add(Source(names.FirstOrDefault(name => File.Exists(Deploy(top, name))) ?? names[0], index, top, folders));
        var planned = reading.Sources.Select(source => source.Up.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var path in ScriptFiles.ListSql(Path.Combine(top, "deploy"), recursive: true).Where(path => !planned.Contains(path)))
            reading.Warnings.Add($"{folders.Relative(path)} is not run: sqitch.plan does not name it.");
        return reading;
    }

    // The plan's entries carry the planner's name and time, and its ids are made from them.
    public NewMigration Plan(LayoutFolders folders, IReadOnlyList<MigrationSource> existing, string description, DateTimeOffset now) =>
        throw new Core.Errors.DbSafetyException("MigrationLayoutForeign", Core.Errors.ErrorKind.NotSupported,
            "The migrations of this project are planned by Sqitch, whose plan only Sqitch itself should write.")
        {
            State = "Nothing was changed.",
            NextStep = $"Add it with Sqitch: sqitch add {Slug.Of(description)} -n \"{description.Replace("\"", "'", StringComparison.Ordinal)}\"",
        };

    private static MigrationSource Source(string change, int index, string top, LayoutFolders folders)
    {
        var file = FileOf(change);
        var deploy = Deploy(top, change);
        if (!File.Exists(deploy))
        {
            throw LayoutErrors.Error("MigrationScriptMissing", $"sqitch.plan names the change {change}, but {folders.Relative(deploy)} does not exist.",
                "Bring the file back, or take the change out of the plan with Sqitch.", deploy);
        }

        return new MigrationSource
        {
            Id = change,
            Version = MigrationVersion.Position(index, change),
            Description = ScriptFiles.Words(change),
            Up = new MigrationScript(deploy, SqitchSection.Instance),
            Rollback = Existing(Path.Combine(top, "revert", file)),
            Verify = Existing(Path.Combine(top, "verify", file)),
            VerifyPassesUnlessError = true,
        };
    }

    private static string FileOf(string change) => change.Replace('/', Path.DirectorySeparatorChar) + ".sql";

    private static string Deploy(string top, string change) => Path.Combine(top, "deploy", FileOf(change));

    private static MigrationScript? Existing(string path) => File.Exists(path) ? new MigrationScript(path, SqitchSection.Instance) : null;

    private static string? PlanFile(LayoutFolders folders) =>
        new[] { folders.Migrations, folders.Project }.Select(folder => Path.Combine(folder, "sqitch.plan")).FirstOrDefault(File.Exists);
}
