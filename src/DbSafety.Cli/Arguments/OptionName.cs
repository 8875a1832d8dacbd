using DbSafety.Core.Commands;

namespace DbSafety.Cli.Arguments;

/// <summary>Compares option names as people type them: <c>--what-if</c>, <c>--WhatIf</c> and <c>-WhatIf</c> are one.</summary>
internal static class OptionName
{
    public static bool Same(string one, string other) => string.Equals(Bare(one), Bare(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the parameter of a command by its name in either form, or by an alias.</summary>
    public static ParameterDefinition? Find(CommandDefinition command, string name) => command.Parameters.FirstOrDefault(parameter =>
        Same(parameter.Name, name) || Array.Exists(parameter.Parameter.Aliases, alias => Same(alias, name)));

    private static string Bare(string name) => name.Replace("-", "", StringComparison.Ordinal);
}
