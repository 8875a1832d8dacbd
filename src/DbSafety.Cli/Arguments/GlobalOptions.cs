namespace DbSafety.Cli.Arguments;

/// <summary>How the console should speak: taken by every command, before or after its name.</summary>
internal sealed class GlobalOptions
{
    /// <summary>One JSON document on standard output, messages on standard error.</summary>
    public bool Json { get; set; }

    /// <summary>Narrates what is done.</summary>
    public bool Verbose { get; set; }

    /// <summary>No steps and no progress: results, warnings and errors only.</summary>
    public bool Quiet { get; set; }

    /// <summary>No colours. The variable NO_COLOR says the same.</summary>
    public bool NoColor { get; set; }

    /// <summary>Asks before changes that would be done without a question.</summary>
    public bool Confirm { get; set; }

    /// <summary>Shows help instead.</summary>
    public bool Help { get; set; }

    /// <summary>Shows the version instead.</summary>
    public bool Version { get; set; }
}
