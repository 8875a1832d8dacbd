using DbSafety.Core.Commands;

namespace DbSafety.Cli.Demo;

/// <summary>Shows the whole procedure on a farm of its own.</summary>
[Command("Start", "Demo", typeof(DemoReport), ShortName = "demo",
    Summary = "Shows everything on a throw-away farm database with its web shop: backup, migration with approval, a failing migration, a restore.")]
internal sealed class DemoOptions
{
    /// <summary>Leaves it running.</summary>
    [Parameter("Leaves the database and the web shop running at the end, to play with. 'dbsafety demo --stop' ends them.")]
    public bool Keep { get; set; }

    /// <summary>Ends what was left running.</summary>
    [Parameter("Ends what an earlier 'dbsafety demo --keep' left running, and removes the server.")]
    public bool Stop { get; set; }

    /// <summary>Asks for real.</summary>
    [Parameter("Asks you for the approvals and confirmations, instead of answering them for you on the screen.")]
    public bool Attended { get; set; }

    /// <summary>The major version.</summary>
    [Parameter("The major version of PostgreSQL, 13 to 18. Default: the newest that is installed, or 18.")]
    public int? SandboxVersion { get; set; }
}
