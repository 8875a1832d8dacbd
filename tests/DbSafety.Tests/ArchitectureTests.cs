using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using DbSafety.Core.Commands;
using Xunit;

namespace DbSafety.Tests;

/// <summary>The arrows of the house, read from the assemblies' own references.</summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void The_core_references_nothing_but_the_framework() =>
        Assert.All(References("DbSafety.Core.dll"), name => Assert.StartsWith("System", name, StringComparison.Ordinal));

    [Fact]
    public void The_engine_references_the_core_and_its_two_packages_and_no_face() =>
        Assert.All(References("DbSafety.Engine.dll"), name => Assert.True(
            name is "DbSafety.Core" or "Npgsql" or "YamlDotNet" or "netstandard"
            || name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Win32", StringComparison.Ordinal),
            $"The engine references {name}."));

    [Theory]
    [InlineData("Azure", "Azure.")]
    [InlineData("S3", "AWSSDK.")]
    public void A_store_references_the_engine_and_its_own_packages_and_nobody_references_it(string store, string packages)
    {
        Assert.All(References($"DbSafety.Stores.{store}.dll"), name => Assert.True(
            name is "DbSafety.Core" or "DbSafety.Engine" || name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith(packages, StringComparison.Ordinal),
            $"The store references {name}."));
        Assert.All(["DbSafety.Core.dll", "DbSafety.Engine.dll", "DbSafety.PowerShell.dll", "dbsafety.dll"], assembly =>
            Assert.DoesNotContain(References(assembly), name => name.StartsWith("DbSafety.Stores", StringComparison.Ordinal) || name.StartsWith(packages, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_command_line_does_not_reference_PowerShell() =>
        Assert.DoesNotContain(References("dbsafety.dll"), name => name is "System.Management.Automation" or "DbSafety.PowerShell");

    [Fact]
    public void Command_names_and_short_names_are_unique()
    {
        var names = CommandCatalog.All.SelectMany(definition => new[] { definition.Name, definition.Command.ShortName })
            .Where(name => name is not null).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static List<string> References(string assembly)
    {
        var folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!;
        using var stream = File.OpenRead(Path.Combine(folder, assembly));
        using var reader = new PEReader(stream);
        var metadata = reader.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
