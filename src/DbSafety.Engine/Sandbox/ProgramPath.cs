using DbSafety.Core.Hosting;

namespace DbSafety.Engine.Sandbox;

/// <summary>Finds programs as a shell does.</summary>
internal static class ProgramPath
{
    /// <summary>The path of a program; null where it is not on the PATH.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="host">Gives the PATH.</param>
    /// <param name="more">Folders that are looked at too: those of the system's own programs are not on everybody's PATH.</param>
    public static string? Find(string name, IOperationHost host, params string[] more) =>
        (host.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Concat(more)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
