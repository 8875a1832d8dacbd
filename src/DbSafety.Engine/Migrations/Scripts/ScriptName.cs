namespace DbSafety.Engine.Migrations.Scripts;

/// <summary>The name by which a person knows a script.</summary>
internal static class ScriptName
{
    private static readonly HashSet<string> Generic = new(["up", "down", "migration", "deploy", "revert"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The file's name; with its folder where each migration has a folder of its own, since all their files are called alike.</summary>
    public static string Of(string path)
    {
        var name = Path.GetFileName(path);
        return Generic.Contains(Path.GetFileNameWithoutExtension(name)) && Path.GetFileName(Path.GetDirectoryName(path)) is { Length: > 0 } folder
            ? $"{folder}/{name}"
            : name;
    }
}
