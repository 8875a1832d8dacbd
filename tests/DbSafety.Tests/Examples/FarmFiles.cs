namespace DbSafety.Tests.Examples;

/// <summary>Where the files of the farm example are.</summary>
internal static class FarmFiles
{
    public static string Repository { get; } = FindRepository();

    public static string Root { get; } = Path.Combine(Repository, "examples", "farm");

    public static string Database { get; } = Path.Combine(Root, "database");

    public static string Broken { get; } = Path.Combine(Root, "broken");

    /// <summary>The ids of the migrations, in order.</summary>
    public static IReadOnlyList<string> Migrations { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Database, "migrations"), "*.sql").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Seeds => Directory.EnumerateFiles(Path.Combine(Database, "seeds"), "*.sql").Order(StringComparer.Ordinal);

    public static string Up(string id) => Path.Combine(Home(id), "migrations", $"{id}.sql");

    public static string Rollback(string id) => Path.Combine(Home(id), "rollback", $"{id}.sql");

    public static string Verify(string id) => Path.Combine(Home(id), "verify", $"{id}.sql");

    private static string Home(string id) => Migrations.Contains(id) ? Database : Broken;

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DbSafety.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No DbSafety.sln above {AppContext.BaseDirectory}.");
    }
}
