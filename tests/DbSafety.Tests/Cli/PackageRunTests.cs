using System.IO.Compression;
using System.Xml.Linq;
using DbSafety.Cli.Packaging;
using DbSafety.Core.Commands;
using DbSafety.Engine.Sandbox;
using DbSafety.Tests.Examples.Operations;
using DbSafety.Tests.Infrastructure;
using Xunit;

namespace DbSafety.Tests.Cli;

/// <summary>The whole of <c>dbsafety package</c>, and what it makes, installed as users install it.</summary>
[Trait("Category", "Long")]
public sealed class PackageRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dbsafety-packages-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task Everything_that_is_published_is_made_whole_and_works_where_it_is_installed()
    {
        TestRun.SkipUnlessLong();
        var run = await CliRun.RunAsync("package", _folder);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var manifest = ModuleManifest.Read(Path.Combine(PowerShell.StagedModule.Repository, "DbSafety.psd1"));

        var module = Path.Combine(_folder, "DbSafety", manifest.Version);
        ModuleFolder.Check(module);
        Assert.Empty(Directory.EnumerateFiles(module, "*.pdb", SearchOption.AllDirectories));
        Assert.True(File.Exists(Path.Combine(module, "LICENSE")));
        using (var gallery = ZipFile.OpenRead(Path.Combine(_folder, $"DbSafety.{manifest.Version}.nupkg")))
            Assert.Contains(gallery.Entries, entry => entry.FullName == "dependencies/stores/azure/Azure.Storage.Blobs.dll");
        CheckTool(Path.Combine(_folder, $"DbSafety.Tool.{manifest.Version}.nupkg"));
        await InstallToolAsync(manifest.Version);
        await ImportAsync(module);
    }

    private static void CheckTool(string path)
    {
        using var package = ZipFile.OpenRead(path);
        var names = package.Entries.Select(entry => entry.FullName).ToList();
        Assert.All(["dbsafety.dll", "DbSafety.Engine.dll", "DbSafety.Stores.Azure.dll", "DbSafety.Stores.S3.dll", "Azure.Storage.Blobs.dll", "AWSSDK.S3.dll", "DotnetToolSettings.xml"],
            name => Assert.Contains($"tools/net10.0/any/{name}", names));
        Assert.Contains("README.md", names);
        var nuspec = XDocument.Load(package.GetEntry("DbSafety.Tool.nuspec")!.Open());
        var metadata = nuspec.Root!.Elements().Single();
        Assert.All(["license", "readme", "description", "tags", "authors", "releaseNotes", "copyright"], name =>
            Assert.NotEqual("", metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value ?? ""));
    }

    private async Task InstallToolAsync(string version)
    {
        var tools = Path.Combine(_folder, "tools");
        var (exitCode, output, error) = await ChildProcess.RunAsync("dotnet", ["tool", "install", "DbSafety.Tool", "--version", version, "--tool-path", tools, "--add-source", _folder], _folder, default);
        Assert.True(exitCode == 0, output + error);
        (exitCode, output, error) = await ChildProcess.RunAsync(Path.Combine(tools, OperatingSystem.IsWindows() ? "dbsafety.exe" : "dbsafety"), ["backups", "--path", "azblob://account/container?sig=x"], _folder, default);
        Assert.Contains("a signature", output + error, StringComparison.Ordinal);
        Assert.NotEqual(0, exitCode);
    }

    private static async Task ImportAsync(string module)
    {
        var (exitCode, output) = await ToolFolder.PowerShellAsync($"Import-Module '{Path.Combine(module, "DbSafety.psd1")}'; (Get-Command -Module DbSafety).Count", new Dictionary<string, string>());
        Assert.True(exitCode == 0, output);
        Assert.Equal($"{CommandCatalog.All.Count()}", output.Trim());
    }
}
