using DbSafety.Core.Commands;

namespace DbSafety.Cli.Local;

/// <summary>Runs a throw-away server for other programs.</summary>
[Command("Start", "Sandbox", typeof(SandboxInfo), ShortName = "sandbox", Many = false,
    Summary = "Runs a throw-away PostgreSQL server until Ctrl-C, for other programs to play with; then nothing of it is left.")]
internal sealed class SandboxOptions
{
    /// <summary>The major version.</summary>
    [Parameter("The major version of the server, 13 to 18. Default: the newest that is installed, or 18.", Position = 0, Aliases = ["SandboxVersion"])]
    public int? Major { get; set; }
}
