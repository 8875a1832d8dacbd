using DbSafety.Core.Commands;
using DbSafety.Core.Errors;

namespace DbSafety.Cli.Arguments;

/// <summary>What can be wrong with a command line. All end with the exit code for usage, before anything is done.</summary>
internal static class UsageErrors
{
    public static DbSafetyException CommandUnknown(string name, IEnumerable<string> known) => Make(
        "CommandUnknown", $"There is no command '{name}'.{DidYouMean(Suggestions.Nearest(name, known))}", "dbsafety --help");

    public static DbSafetyException OptionBeforeCommand(string option) => Make(
        "OptionUnknown", $"The option '{option}' stands before the command, and is none that every command takes.", "dbsafety --help");

    public static DbSafetyException OptionUnknown(CommandDefinition command, Token token)
    {
        var known = command.Parameters.Select(parameter => parameter.OptionName).Concat(GlobalSwitch.All.Select(one => one.Name));
        var nearest = Suggestions.Nearest(ParameterDefinition.KebabCase(token.Option!), known);
        return Make("OptionUnknown", $"{Name(command)} has no option '{token.Text}'.{DidYouMean(nearest is null ? null : "--" + nearest)}", HelpOf(command));
    }

    public static DbSafetyException ValueMissing(CommandDefinition command, ParameterDefinition parameter) => Make(
        "ValueMissing", $"The option --{parameter.OptionName} needs a value: {ValueReader.Describe(parameter)}.", HelpOf(command));

    public static DbSafetyException ValueInvalid(CommandDefinition command, ParameterDefinition parameter, string text) => Make(
        "ValueInvalid",
        $"'{text}' is not a value of --{parameter.OptionName}, which takes {ValueReader.Describe(parameter)}."
            + DidYouMean(parameter.ValueType.IsEnum ? Suggestions.Nearest(text, ValueReader.Names(parameter.ValueType)) : null),
        HelpOf(command));

    public static DbSafetyException SwitchValueInvalid(string name, string text) => Make(
        "ValueInvalid", $"'{text}' is not a value of --{name}, which is a switch: true or false, or no value at all.", "dbsafety --help");

    public static DbSafetyException GivenTwice(CommandDefinition command, ParameterDefinition parameter) => Make(
        "OptionGivenTwice", $"The option --{parameter.OptionName} takes one value, and was given twice.", HelpOf(command));

    public static DbSafetyException ArgumentUnexpected(CommandDefinition command, string text) => Make(
        "ArgumentUnexpected", $"{Name(command)} does not know what to do with '{text}'.", HelpOf(command));

    public static DbSafetyException ArgumentMissing(CommandDefinition command, ParameterDefinition parameter) => Make(
        "ArgumentMissing", $"{Name(command)} needs {(parameter.Parameter.Position >= 0 ? $"<{parameter.OptionName}>" : $"--{parameter.OptionName}")}: {parameter.Parameter.Help}",
        HelpOf(command));

    private static DbSafetyException Make(string id, string message, string next) =>
        new(id, ErrorKind.InvalidArgument, message) { State = "Nothing was done.", NextStep = next };

    private static string Name(CommandDefinition command) => $"'{command.Command.ShortName ?? command.Name}'";

    private static string HelpOf(CommandDefinition command) => $"dbsafety help {command.Command.ShortName ?? command.Name}";

    private static string DidYouMean(string? nearest) => nearest is null ? "" : $" Did you mean '{nearest}'?";
}
