using System.Management.Automation;
using System.Reflection;
using DbSafety.Core.Commands;
using Declared = System.Management.Automation.ParameterAttribute;

namespace DbSafety.Module;

/// <summary>A parameter of a cmdlet as its property declares it.</summary>
internal sealed record ParameterFace(
    string Name,
    Type Type,
    string Help,
    int? Position,
    bool Mandatory,
    bool FromValue,
    bool FromProperty,
    IReadOnlyList<string> Aliases)
{
    /// <summary>What PowerShell adds to a cmdlet that changes something.</summary>
    public static IReadOnlyList<ParameterFace> ShouldProcess { get; } =
    [
        new("WhatIf", typeof(SwitchParameter), "Shows what would happen, and changes nothing.", null, false, false, false, ["wi"]),
        new("Confirm", typeof(SwitchParameter), "Asks before each change. -Confirm:$false asks for nothing, as -Force does.", null, false, false, false, ["cf"]),
    ];

    /// <summary>The type without its nullable wrapper.</summary>
    public Type ValueType => Nullable.GetUnderlyingType(Type) ?? Type;

    public bool IsSwitch => Type == typeof(SwitchParameter);

    /// <summary>Reads a property; its help is the command's, or the attribute's own message where only PowerShell has the parameter.</summary>
    public static ParameterFace Of(PropertyInfo property, CommandDefinition definition)
    {
        var declared = AttributeData.Of<Declared>(property)!;
        var help = definition.Parameters.FirstOrDefault(parameter => parameter.Name == property.Name)?.Parameter.Help
            ?? AttributeData.Named<string>(declared, nameof(Declared.HelpMessage))
            ?? throw new InvalidDataException($"{definition.Name} -{property.Name} has no help: neither the command nor the cmdlet says what it is.");
        var aliases = AttributeData.Of<AliasAttribute>(property)?.ConstructorArguments[0].Value as IEnumerable<CustomAttributeTypedArgument>;
        return new ParameterFace(
            property.Name,
            property.PropertyType,
            help,
            AttributeData.Has(declared, nameof(Declared.Position)) ? AttributeData.Named<int>(declared, nameof(Declared.Position)) : null,
            AttributeData.Named<bool>(declared, nameof(Declared.Mandatory)),
            AttributeData.Named<bool>(declared, nameof(Declared.ValueFromPipeline)),
            AttributeData.Named<bool>(declared, nameof(Declared.ValueFromPipelineByPropertyName)),
            [.. (aliases ?? []).Select(alias => (string)alias.Value!)]);
    }
}
