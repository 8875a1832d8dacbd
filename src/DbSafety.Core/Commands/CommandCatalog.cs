using System.Reflection;

namespace DbSafety.Core.Commands;

/// <summary>All commands, found by their options classes: the one registry that every face is made from.</summary>
public static class CommandCatalog
{
    /// <summary>Every command of the Core, by name.</summary>
    public static IReadOnlyList<CommandDefinition> All { get; } = [.. typeof(CommandCatalog).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<CommandAttribute>() is not null)
        .Select(CommandDefinition.Of)
        .OrderBy(definition => definition.Command.Noun, StringComparer.Ordinal)
        .ThenBy(definition => definition.Command.Verb, StringComparer.Ordinal)];

    /// <summary>Finds a command by its full or short name, whatever the case; null where there is none.</summary>
    public static CommandDefinition? Find(string name) => All.FirstOrDefault(definition =>
        string.Equals(definition.Name, name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(definition.Command.ShortName, name, StringComparison.OrdinalIgnoreCase));
}
