using System.Reflection;

namespace DbSafety.Core.Commands;

/// <summary>One command: the attribute of its options class and the parameters found on it.</summary>
public sealed record CommandDefinition(Type OptionsType, CommandAttribute Command, IReadOnlyList<ParameterDefinition> Parameters)
{
    /// <summary>The full name, such as <c>New-LogicalBackup</c>.</summary>
    public string Name => Command.Name;

    /// <summary>Reads the definition of an options class.</summary>
    /// <exception cref="ArgumentException">The type has no <see cref="CommandAttribute"/>.</exception>
    public static CommandDefinition Of(Type optionsType)
    {
        ArgumentNullException.ThrowIfNull(optionsType);
        var command = optionsType.GetCustomAttribute<CommandAttribute>()
            ?? throw new ArgumentException($"{optionsType.Name} has no Command attribute.", nameof(optionsType));

        // The command's own parameters come first, those of its base classes (target, connection, project) after them.
        var parameters = optionsType.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => (property, attribute: property.GetCustomAttribute<ParameterAttribute>()))
            .Where(pair => pair.attribute is not null)
            .OrderBy(pair => Depth(optionsType, pair.property.DeclaringType!))
            .ThenBy(pair => pair.attribute!.Position < 0 ? int.MaxValue : pair.attribute.Position)
            .Select(pair => new ParameterDefinition(pair.property, pair.attribute!))
            .Where(parameter => command.Impact != ChangeImpact.None || parameter.Name is not (nameof(Options.CommandOptions.WhatIf) or nameof(Options.CommandOptions.Force)))
            .ToList();
        return new CommandDefinition(optionsType, command, parameters);
    }

    private static int Depth(Type derived, Type declaring)
    {
        var depth = 0;
        for (var type = derived; type is not null && type != declaring; type = type.BaseType)
            depth++;
        return depth;
    }
}
