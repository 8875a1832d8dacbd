namespace DbSafety.Module;

/// <summary>
/// Makes the staged module's manifest of the one at the top of the repository, which only leads to it: there, PowerShell would look for
/// the help beside the manifest and not beside the assembly.
/// </summary>
internal static class StagedManifest
{
    private const string OnlyHere = "# staged: ";

    public static string Of(string manifest)
    {
        var lines = manifest.Split('\n').Where(line => !line.TrimStart().StartsWith("NestedModules ", StringComparison.Ordinal)).ToList();
        if (!lines.Any(line => line.Contains(OnlyHere + "RootModule ", StringComparison.Ordinal)))
            throw new InvalidDataException($"DbSafety.psd1 has no line '{OnlyHere}RootModule'.");
        lines[0] = "# The module manifest.";
        return string.Join('\n', lines.Select(line => line.Replace(OnlyHere, "", StringComparison.Ordinal)));
    }
}
