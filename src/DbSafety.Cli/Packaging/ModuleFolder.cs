using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using DbSafety.Core.Errors;

namespace DbSafety.Cli.Packaging;

/// <summary>The module as it is installed.</summary>
internal static class ModuleFolder
{
    private static readonly string[] NotOurs = ["System.Management.Automation.dll", "Microsoft.PowerShell.*.dll"];

    /// <summary>Takes away what only a build needs, adds the licence, and checks what is there.</summary>
    /// <exception cref="DbSafetyException"><c>PackageIncomplete</c>.</exception>
    public static void Finish(string folder, string clone)
    {
        foreach (var symbols in Directory.EnumerateFiles(folder, "*.pdb", SearchOption.AllDirectories))
            File.Delete(symbols);
        File.Copy(Path.Combine(clone, "LICENSE"), Path.Combine(folder, "LICENSE"), overwrite: true);
        Check(folder);
    }

    /// <summary>Every file that the manifest names is there, so is the engine and the help; and nothing that belongs to PowerShell.</summary>
    /// <exception cref="DbSafetyException"><c>PackageIncomplete</c>.</exception>
    public static void Check(string folder)
    {
        var manifest = ModuleManifest.Read(Path.Combine(folder, $"{ModuleManifest.Name}.psd1"));
        string[] wanted = [.. manifest.Files, "DbSafety.Core.dll", "dependencies/DbSafety.Engine.dll", "dependencies/Npgsql.dll", "dependencies/YamlDotNet.dll",
            "dependencies/stores/azure/DbSafety.Stores.Azure.dll", "dependencies/stores/azure/Azure.Storage.Blobs.dll",
            "dependencies/stores/s3/DbSafety.Stores.S3.dll", "dependencies/stores/s3/AWSSDK.S3.dll",
            "en-US/DbSafety.PowerShell.dll-Help.xml", "en-US/about_DbSafety.help.txt"];
        if (wanted.FirstOrDefault(file => !File.Exists(Path.Combine(folder, file))) is { } missing)
            throw Wrong(folder, $"{missing} is missing.");
        if (NotOurs.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)).FirstOrDefault() is { } foreign)
            throw Wrong(folder, $"{Path.GetFileName(foreign)} belongs to PowerShell.");
        if (Directory.EnumerateFiles(folder, "*.dll", SearchOption.AllDirectories).FirstOrDefault(IsReferenceAssembly) is { } reference)
            throw Wrong(folder, $"{Path.GetFileName(reference)} is a reference assembly, which cannot run.");
    }

    private static bool IsReferenceAssembly(string path)
    {
        using var stream = File.OpenRead(path);
        using var reader = new PEReader(stream);
        if (!reader.HasMetadata)
            return false;
        var metadata = reader.GetMetadataReader();
        return metadata.GetAssemblyDefinition().GetCustomAttributes()
            .Select(handle => metadata.GetCustomAttribute(handle).Constructor)
            .Where(constructor => constructor.Kind == HandleKind.MemberReference)
            .Select(constructor => metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent)
            .Where(parent => parent.Kind == HandleKind.TypeReference)
            .Any(parent => metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name) == "ReferenceAssemblyAttribute");
    }

    private static DbSafetyException Wrong(string folder, string what) => new("PackageIncomplete", ErrorKind.InvalidProject, $"The module in {folder} cannot be published: {what}")
    {
        State = "The folder is there to look at; no package was made.",
        NextStep = "Mend module/build/DbSafety.Module.csproj, then run: dotnet run --project src/DbSafety.Cli -- package",
    };
}
