namespace DbSafety.Cli.Packaging;

/// <summary>Something that can be published.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Kind">A module's folder, a package for the PowerShell Gallery, or a .NET tool.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">Its size; of a folder, the sum of its files.</param>
internal sealed record PackageFile(string Name, string Version, string Kind, string Path, long Bytes);
