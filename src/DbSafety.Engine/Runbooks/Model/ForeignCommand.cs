namespace DbSafety.Engine.Runbooks.Model;

/// <summary>A command from outside the module that the header of a runbook names.</summary>
/// <param name="Name">A command's name, or the path of a script file from the runbook's folder.</param>
/// <param name="Sha256">The SHA-256 of the script file, in hex; null for a command.</param>
/// <param name="Place">Where it stands.</param>
public sealed record ForeignCommand(string Name, string? Sha256, SourcePlace Place)
{
    /// <summary>It is a script file, and not a command's name.</summary>
    public bool IsFile => IsFileName(Name);

    /// <summary>True for what is a path and no command's name.</summary>
    public static bool IsFileName(string name) => name.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase) || name.Contains('/', StringComparison.Ordinal);
}
