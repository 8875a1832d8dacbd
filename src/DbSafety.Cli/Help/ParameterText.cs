using DbSafety.Cli.Arguments;
using DbSafety.Core.Commands;
using Spectre.Console;

namespace DbSafety.Cli.Help;

/// <summary>The first line of a parameter in the help.</summary>
internal static class ParameterText
{
    /// <summary>What stands behind the option's name.</summary>
    public static string Value(ParameterDefinition parameter)
    {
        if (parameter.IsSwitch)
            return "";
        var type = parameter.ValueType;
        var word = type switch
        {
            { IsEnum: true } => string.Join('|', ValueReader.Names(type)),
            _ when type == typeof(int) || type == typeof(long) || type == typeof(double) => "<number>",
            _ when type == typeof(TimeSpan) => "<duration>",
            _ when type == typeof(DateTimeOffset) => "<date>",
            _ => parameter.Parameter.Completes switch
            {
                "path" => "<path>",
                "targets" => "<target>",
                "tables" => "<table>",
                "migrations" => "<migration>",
                "backups" => "<backup>",
                _ => "<text>",
            },
        };
        return $" {word.EscapeMarkup()}{(parameter.IsArray ? ",..." : "")}";
    }

    /// <summary>Whether it is needed, what it is without being given, and what else it is called.</summary>
    public static string Remark(ParameterDefinition parameter)
    {
        var remarks = new List<string>();
        if (parameter.Parameter.Required)
            remarks.Add("required");
        if (parameter.ValueType.IsEnum && Activator.CreateInstance(parameter.Property.ReflectedType!) is { } options
            && parameter.Property.GetValue(options) is Enum value)
            remarks.Add($"default {ParameterDefinition.KebabCase(value.ToString())}");
        if (parameter.Parameter.Position >= 0)
            remarks.Add("may stand without its name");
        remarks.AddRange(parameter.Parameter.Aliases.Select(alias => $"also --{ParameterDefinition.KebabCase(alias)}"));
        return remarks.Count == 0 ? "" : $" [grey]({string.Join(", ", remarks)})[/]";
    }
}
