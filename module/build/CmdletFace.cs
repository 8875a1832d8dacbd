using System.Management.Automation;
using System.Reflection;
using DbSafety.Core.Commands;
using DbSafety.PowerShell.Hosting;

namespace DbSafety.Module;

/// <summary>
/// A cmdlet as its class declares it. The attributes are read and never run: the assembly that declares them is here only in name.
/// </summary>
/// <param name="Name">The cmdlet's name.</param>
/// <param name="Definition">The command that it is a face of.</param>
/// <param name="SupportsShouldProcess">It takes -WhatIf and -Confirm.</param>
/// <param name="Outputs">What it writes.</param>
/// <param name="Parameters">Its parameters, positional ones first.</param>
internal sealed record CmdletFace(
    string Name,
    CommandDefinition Definition,
    bool SupportsShouldProcess,
    IReadOnlyList<Type> Outputs,
    IReadOnlyList<ParameterFace> Parameters)
{
    /// <summary>Every cmdlet of the module, by name.</summary>
    public static IReadOnlyList<CmdletFace> All { get; } = [.. typeof(DbSafetyCommand<>).Assembly.GetExportedTypes()
        .Where(type => !type.IsAbstract && AttributeData.Of<CmdletAttribute>(type) is not null)
        .Select(Of)
        .OrderBy(face => face.Name, StringComparer.Ordinal)];

    private static CmdletFace Of(Type type)
    {
        var cmdlet = AttributeData.Of<CmdletAttribute>(type)!;
        var name = $"{cmdlet.ConstructorArguments[0].Value}-{cmdlet.ConstructorArguments[1].Value}";
        var definition = CommandCatalog.Find(name) ?? throw new InvalidDataException($"{name} is a cmdlet, and no command of the catalog.");
        var supportsShouldProcess = AttributeData.Named<bool>(cmdlet, nameof(CmdletAttribute.SupportsShouldProcess));
        var parameters = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => AttributeData.Of<System.Management.Automation.ParameterAttribute>(property) is not null)
            .Select(property => ParameterFace.Of(property, definition))
            .Concat(supportsShouldProcess ? ParameterFace.ShouldProcess : []);
        return new CmdletFace(name, definition, supportsShouldProcess, OutputsOf(type), [.. parameters.OrderBy(p => p.Position ?? int.MaxValue)]);
    }

    private static IReadOnlyList<Type> OutputsOf(Type type) =>
        AttributeData.Of<OutputTypeAttribute>(type) is { } output
            ? [.. ((IEnumerable<CustomAttributeTypedArgument>)output.ConstructorArguments[0].Value!).Select(argument => (Type)argument.Value!)]
            : [];
}
