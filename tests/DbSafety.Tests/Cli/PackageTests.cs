using System.IO.Compression;
using System.Xml.Linq;
using DbSafety.Cli.Packaging;
using DbSafety.Core.Commands;
using DbSafety.Core.Errors;
using DbSafety.Tests.PowerShell;
using Xunit;

namespace DbSafety.Tests.Cli;

/// <summary>The package for the PowerShell Gallery, made of the staged module.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly XNamespace Nuspec = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";
    private readonly string _folder = Directory.CreateTempSubdirectory("dbsafety-package-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_package_holds_the_module_and_says_what_it_exports()
    {
        var module = Copy();
        using var archive = ZipFile.OpenRead(GalleryPackage.Write(module, _folder));
        Assert.Equal(
            Directory.EnumerateFiles(module, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(module, file).Replace('\\', '/')).Order(StringComparer.Ordinal),
            archive.Entries.Select(entry => entry.FullName).Except(["_rels/.rels", "DbSafety.nuspec", "[Content_Types].xml"]).Order(StringComparer.Ordinal));

        var metadata = XDocument.Load(archive.GetEntry("DbSafety.nuspec")!.Open()).Root!.Element(Nuspec + "metadata")!;
        Assert.All(["id", "version", "authors", "licenseUrl", "description", "releaseNotes", "copyright"], name => Assert.NotEqual("", metadata.Element(Nuspec + name)!.Value));
        var tags = metadata.Element(Nuspec + "tags")!.Value.Split(' ');
        Assert.Contains("PSModule", tags);
        Assert.Contains("PSEdition_Core", tags);
        Assert.All(CommandCatalog.All, command => Assert.Contains($"PSCmdlet_{command.Name}", tags));

        // The Gallery cuts off what is longer.
        Assert.InRange(string.Join(' ', tags).Length, 1, 4000);
    }

    [Fact]
    public void The_same_folder_gives_the_same_bytes()
    {
        var module = Copy();
        var first = File.ReadAllBytes(GalleryPackage.Write(module, _folder));
        Assert.Equal(first, File.ReadAllBytes(GalleryPackage.Write(module, _folder)));
    }

    [Fact]
    public void Symbols_stay_behind_and_the_licence_comes_along()
    {
        var module = Copy();
        ModuleFolder.Finish(module, StagedModule.Repository);
        Assert.Empty(Directory.EnumerateFiles(module, "*.pdb", SearchOption.AllDirectories));
        Assert.True(File.Exists(Path.Combine(module, "LICENSE")));
    }

    [Theory]
    [InlineData("dependencies/Npgsql.dll")]
    [InlineData("DbSafety.Format.ps1xml")]
    [InlineData("en-US/DbSafety.PowerShell.dll-Help.xml")]
    public void A_module_that_lacks_a_file_is_not_packed(string file)
    {
        var module = Copy();
        File.Delete(Path.Combine(module, file));
        var error = Assert.Throws<DbSafetyException>(() => ModuleFolder.Check(module));
        Assert.Equal("PackageIncomplete", error.Id);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_with_an_assembly_of_PowerShell_is_not_packed()
    {
        var module = Copy();
        File.Copy(StagedModule.File("DbSafety.Core.dll"), Path.Combine(module, "dependencies", "System.Management.Automation.dll"));
        Assert.Contains("belongs to PowerShell", Assert.Throws<DbSafetyException>(() => ModuleFolder.Check(module)).Message, StringComparison.Ordinal);
    }

    private string Copy()
    {
        var module = Path.Combine(_folder, "module");
        foreach (var file in Directory.EnumerateFiles(StagedModule.Folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(module, Path.GetRelativePath(StagedModule.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return module;
    }
}
