using DbSafety.Cli.Demo;
using DbSafety.Cli.Packaging;
using DbSafety.Core.Commands;

namespace DbSafety.Cli.Local;

/// <summary>The commands that only the command line has.</summary>
internal static class LocalCommands
{
    private static readonly IReadOnlyDictionary<Type, ILocalCommand> Runners = new Dictionary<Type, ILocalCommand>
    {
        [typeof(DemoOptions)] = new DemoCommand(),
        [typeof(SandboxOptions)] = new SandboxCommand(),
        [typeof(PackageOptions)] = new PackageCommand(),
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CommandDefinition> All { get; } = [.. Runners.Keys.Select(CommandDefinition.Of)];

    /// <summary>All names that a person can type, of the engine's commands too.</summary>
    public static IEnumerable<string> AllNames => All.Concat(CommandCatalog.All)
        .SelectMany(definition => new[] { definition.Command.ShortName, definition.Name }).OfType<string>().Append("help");

    /// <summary>Finds a command by its short name; null where there is none.</summary>
    public static CommandDefinition? Find(string name) => All.FirstOrDefault(definition =>
        string.Equals(definition.Command.ShortName, name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(definition.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What runs a command; null for one of the engine's.</summary>
    public static ILocalCommand? Runner(CommandDefinition command) => Runners.GetValueOrDefault(command.OptionsType);
}
