using System.Text.Json;
using DbSafety.Cli.Hosting;
using DbSafety.Core.Errors;

namespace DbSafety.Cli.Demo;

/// <summary>The folder of the demo: its project, and what it left running. One demo at a time uses it; the next one clears it.</summary>
internal sealed class DemoFolder : IDisposable
{
    private static readonly string[] Trio = ["migrations", "rollback", "verify"];
    private readonly FileStream _lock;

    private DemoFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>What <c>--keep</c> left running.</summary>
    internal sealed record Kept(string ServerFolder, int Application);

    public string Path { get; }

    public string Project => System.IO.Path.Combine(Path, "database");

    public string ApplicationLog => System.IO.Path.Combine(Path, "farm-shop.log");

    private string StateFile => System.IO.Path.Combine(Path, "running.json");

    /// <exception cref="DbSafetyException"><c>DemoRunning</c>.</exception>
    public static DemoFolder Open()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        var path = System.IO.Path.Combine(home.Length > 0 ? home : System.IO.Path.GetTempPath(), "dbsafety", "demo");
        Directory.CreateDirectory(path);
        try
        {
            return new DemoFolder(path, new FileStream(System.IO.Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error)
        {
            throw new DbSafetyException("DemoRunning", ErrorKind.LockBusy, $"Another demo is running in {path}.", error)
            {
                State = "Nothing was started.",
                NextStep = "Wait until it has ended, then run: dbsafety demo",
            };
        }
    }

    /// <summary>Copies the farm's project, without the migrations that are to come later.</summary>
    public void CopyProject(FarmExample farm, Func<string, bool> later)
    {
        if (Directory.Exists(Project))
            Directory.Delete(Project, recursive: true);
        var source = System.IO.Path.Combine(farm.Folder, "database");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var relative = System.IO.Path.GetRelativePath(source, file);
            var room = relative.Split(System.IO.Path.DirectorySeparatorChar)[0];
            if (room == "backups" || (Trio.Contains(room) && later(System.IO.Path.GetFileNameWithoutExtension(relative))))
                continue;
            var target = System.IO.Path.Combine(Project, relative);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        Directory.CreateDirectory(System.IO.Path.Combine(Project, "backups"));
    }

    /// <summary>Adds the files of one migration from another folder.</summary>
    public void AddMigration(string source, string id)
    {
        foreach (var room in Trio)
            File.Copy(System.IO.Path.Combine(source, room, id + ".sql"), System.IO.Path.Combine(Project, room, id + ".sql"), overwrite: true);
    }

    public void RemoveMigration(string id)
    {
        foreach (var room in Trio)
            File.Delete(System.IO.Path.Combine(Project, room, id + ".sql"));
    }

    public void Remember(Kept kept) => File.WriteAllText(StateFile, JsonSerializer.Serialize(kept, JsonOutput.Options));

    /// <summary>What still runs of an earlier demo; null where nothing does.</summary>
    public Kept? Running()
    {
        if (!File.Exists(StateFile))
            return null;
        var kept = JsonSerializer.Deserialize<Kept>(File.ReadAllText(StateFile), JsonOutput.Options);
        return kept is not null && (Directory.Exists(kept.ServerFolder) || FarmApplication.IsRunning(kept.Application)) ? kept : null;
    }

    public void Forget() => File.Delete(StateFile);

    public void Dispose() => _lock.Dispose();
}
