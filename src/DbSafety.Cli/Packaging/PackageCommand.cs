using DbSafety.Cli.Hosting;
using DbSafety.Cli.Local;

namespace DbSafety.Cli.Packaging;

/// <summary>Builds, checks and packs what is published.</summary>
internal sealed class PackageCommand : ILocalCommand
{
    public async Task RunAsync(object options, ConsoleHost host, CancellationToken cancellationToken)
    {
        var clone = Clone.Find();
        var output = ((PackageOptions)options).Path is { } path ? Path.GetFullPath(path, host.WorkingDirectory) : Path.Combine(clone, "artifacts");
        var manifest = ModuleManifest.Read(Path.Combine(clone, "DbSafety.psd1"));

        // The Gallery and PSModulePath both want NAME/VERSION.
        var folder = Path.Combine(output, ModuleManifest.Name, manifest.Version);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        host.Verbose("Building the module.");
        await Sdk.RunAsync(["build", Path.Combine(clone, "module", "build", "DbSafety.Module.csproj"), "-c", "Release", $"-p:StageFolder={folder}{Path.DirectorySeparatorChar}"], cancellationToken);
        ModuleFolder.Finish(folder, clone);
        host.Write(new PackageFile(ModuleManifest.Name, manifest.Version, "module folder", folder, Files(folder).Sum(file => file.Length)));

        var package = GalleryPackage.Write(folder, output);
        host.Write(new PackageFile(ModuleManifest.Name, manifest.Version, "PowerShell Gallery package", package, new FileInfo(package).Length));

        host.Verbose("Packing the command line.");
        await Sdk.RunAsync(["pack", Path.Combine(clone, "src", "DbSafety.Cli", "DbSafety.Cli.csproj"), "-c", "Release", "-o", output], cancellationToken);
        var tool = Path.Combine(output, $"DbSafety.Tool.{manifest.Version}.nupkg");
        host.Write(new PackageFile("DbSafety.Tool", manifest.Version, ".NET tool", tool, new FileInfo(tool).Length));
    }

    private static IEnumerable<FileInfo> Files(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories);
}
