using DbSafety.Cli.Local;
using DbSafety.Core.Commands;

namespace DbSafety.Cli.Arguments;

/// <summary>Finds the command in the words, and takes out what every command takes.</summary>
internal static class CommandLineParser
{
    /// <exception cref="Core.Errors.DbSafetyException"><c>CommandUnknown</c>, <c>OptionUnknown</c>.</exception>
    public static Invocation Parse(IReadOnlyList<string> words, GlobalOptions global)
    {
        var own = new List<Token>();
        CommandDefinition? command = null;
        foreach (var token in Token.Read(words))
        {
            // Until the command is known, an option can only be a global one; after that, the command's own come first.
            var isOwn = command is not null && token.Option is not null && OptionName.Find(command, token.Option) is not null;
            if (token.Option is not null && !isOwn && GlobalSwitch.Find(token.Option) is { } one)
                one.Set(global, token.Value is null || ValueReader.ReadSwitch(one.Name, token.Value));
            else if (command is not null)
                own.Add(token);
            else if (token.Option is not null)
                throw UsageErrors.OptionBeforeCommand(token.Text);
            else if (string.Equals(token.Text, "help", StringComparison.OrdinalIgnoreCase))
                global.Help = true;
            else
                command = Find(token.Text);
        }

        return new Invocation(command, own, global);
    }

    private static CommandDefinition Find(string name) =>
        LocalCommands.Find(name) ?? CommandCatalog.Find(name) ?? throw UsageErrors.CommandUnknown(name, LocalCommands.AllNames);
}
