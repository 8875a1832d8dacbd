namespace DbSafety.Cli.Arguments;

/// <summary>A switch that every command takes.</summary>
/// <param name="Name">The name, in kebab case.</param>
/// <param name="Short">Its one-letter form, or null.</param>
/// <param name="Help">What it does.</param>
/// <param name="Set">Turns it on or off.</param>
internal sealed record GlobalSwitch(string Name, string? Short, string Help, Action<GlobalOptions, bool> Set)
{
    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<GlobalSwitch> All { get; } =
    [
        new("json", null, "Writes exactly one JSON document to standard output; messages go to standard error.", (options, on) => options.Json = on),
        new("verbose", "v", "Tells in detail what is done.", (options, on) => options.Verbose = on),
        new("quiet", "q", "Shows results, warnings and errors only.", (options, on) => options.Quiet = on),
        new("no-color", null, "Writes without colours, as with the environment variable NO_COLOR.", (options, on) => options.NoColor = on),
        new("confirm", null, "Asks also before changes that are otherwise done without a question.", (options, on) => options.Confirm = on),
        new("help", "h", "Shows the help of the command.", (options, on) => options.Help = on),
        new("version", null, "Shows the version of dbsafety.", (options, on) => options.Version = on),
    ];

    /// <summary>Finds a switch by its name or its letter; null where there is none.</summary>
    public static GlobalSwitch? Find(string name) => All.FirstOrDefault(one =>
        OptionName.Same(one.Name, name) || string.Equals(one.Short, name, StringComparison.Ordinal) || (one.Name == "help" && name == "?"));
}
