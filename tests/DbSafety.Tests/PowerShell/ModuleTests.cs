using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using DbSafety.Core.Commands;
using Xunit;

namespace DbSafety.Tests.PowerShell;

/// <summary>The staged module is whole, exports what it has, and keeps the engine's packages out of the session.</summary>
public sealed class ModuleTests
{
    private static readonly string[] Private = ["DbSafety.Engine", "Npgsql", "YamlDotNet"];

    [Fact]
    public void The_manifest_exports_every_cmdlet_and_nothing_else()
    {
        var manifest = File.ReadAllText(StagedModule.File("DbSafety.psd1"));
        Assert.Equal(CommandCatalog.All.Select(definition => definition.Name).Order(), StagedModule.List(manifest, "CmdletsToExport").Order());
        Assert.All(["FunctionsToExport", "AliasesToExport", "VariablesToExport"], key => Assert.Contains($"{key} ", manifest, StringComparison.Ordinal));
        Assert.Empty(StagedModule.List(manifest, "FunctionsToExport"));
        Assert.Empty(StagedModule.List(manifest, "AliasesToExport"));
    }

    [Fact]
    public void The_manifest_has_the_version_of_the_assemblies()
    {
        var version = typeof(CommandCatalog).Assembly.GetName().Version!.ToString(3);
        Assert.Equal(version, StagedModule.Value(File.ReadAllText(StagedModule.File("DbSafety.psd1")), "ModuleVersion"));
    }

    [Fact]
    public void Every_file_that_the_manifests_name_is_there()
    {
        Assert.All(
            Named(StagedModule.Repository, ["NestedModules"], []).Concat(Named(StagedModule.Folder, ["FormatsToProcess", "TypesToProcess"], ["RootModule"])),
            file => Assert.True(File.Exists(file), $"{file} is missing."));
    }

    [Fact]
    public void The_engine_and_its_packages_lie_apart_from_the_cmdlets()
    {
        Assert.All(Private, name => Assert.True(File.Exists(StagedModule.File("dependencies", $"{name}.dll"))));
        Assert.All(Private, name => Assert.False(File.Exists(StagedModule.File($"{name}.dll"))));
        Assert.False(File.Exists(StagedModule.File("dependencies", "DbSafety.Core.dll")));
        Assert.Empty(Directory.GetFiles(StagedModule.Folder, "System.Management.Automation.dll", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_store_lies_apart_with_all_that_it_needs_and_nothing_of_the_engine()
    {
        var files = Directory.GetFiles(StagedModule.File("dependencies", "stores", "azure")).Select(Path.GetFileName).ToList();
        Assert.All(["DbSafety.Stores.Azure.dll", "Azure.Storage.Blobs.dll", "Azure.Identity.dll", "Azure.Core.dll"], name => Assert.Contains(name, files));
        Assert.All([.. Private, "DbSafety.Core"], name => Assert.DoesNotContain($"{name}.dll", files));
        Assert.All(Directory.GetFiles(StagedModule.File("dependencies"), "*.dll"), path => Assert.DoesNotContain("Azure", path, StringComparison.Ordinal));
    }

    [Fact]
    public void The_cmdlets_reference_neither_the_engine_nor_its_packages()
    {
        using var stream = File.OpenRead(StagedModule.File("DbSafety.PowerShell.dll"));
        using var reader = new PEReader(stream);
        var metadata = reader.GetMetadataReader();
        var references = metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToList();
        Assert.Contains("DbSafety.Core", references);
        Assert.Empty(references.Intersect(Private));
    }

    private static IReadOnlyList<string> Named(string folder, string[] lists, string[] values)
    {
        var manifest = File.ReadAllText(Path.Combine(folder, "DbSafety.psd1"));
        var files = lists.SelectMany(key => StagedModule.List(manifest, key)).Concat(values.Select(key => StagedModule.Value(manifest, key))).ToList();
        Assert.True(files.Count >= lists.Length + values.Length);
        return [.. files.Select(file => Path.Combine(folder, file))];
    }
}
