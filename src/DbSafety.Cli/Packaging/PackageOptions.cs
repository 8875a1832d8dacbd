using DbSafety.Core.Commands;

namespace DbSafety.Cli.Packaging;

/// <summary>Makes the packages of a clone.</summary>
[Command("New", "Package", typeof(PackageFile), ShortName = "package", Many = true,
    Summary = "Makes what is published, from a clone of the project: the module's folder, its package for the PowerShell Gallery, and this command line as a .NET tool. Builds it anew, in Release.")]
internal sealed class PackageOptions
{
    /// <summary>The folder.</summary>
    [Parameter("The folder that they are written into. Default: artifacts/ of the clone.", Position = 0, Completes = "path")]
    public string? Path { get; set; }
}
