using DbSafety.Core.Commands;
using DbSafety.Core.Results.Connections;

namespace DbSafety.Core.Options;

/// <summary>Ends sessions, or cancels their queries.</summary>
[Command("Stop", "AppConnection", typeof(StoppedConnection), ShortName = "disconnect", Many = true, Impact = ChangeImpact.Medium, Nothing = "No session fits; none was stopped.",
    Summary = "Ends the sessions that are named or piped in, or cancels their queries. Never a session of this tool, nor one of replication.")]
public sealed class StopAppConnectionOptions : ScriptableOptions
{
    /// <summary>Which server processes.</summary>
    [Parameter("The server processes of the sessions. Without them, the filters below choose.", Position = 0, FromPipeline = true)]
    public int[] ProcessId { get; set; } = [];

    /// <summary>When the session began.</summary>
    [Parameter("When the session connected, as Get-AppConnection gives it: a session that got the same process number since is then spared.", FromPipeline = true)]
    public DateTimeOffset? ConnectedAt { get; set; }

    /// <summary>Which roles.</summary>
    [Parameter("Sessions of these roles on the target's database; * and ? match.")]
    public string[] Role { get; set; } = [];

    /// <summary>Which applications.</summary>
    [Parameter("Sessions of these applications on the target's database; * and ? match.")]
    public string[] Application { get; set; } = [];

    /// <summary>Idle for at least so long.</summary>
    [Parameter("Sessions on the target's database that have been idle for so long, in a transaction or not.")]
    public TimeSpan? IdleFor { get; set; }

    /// <summary>Cancels only.</summary>
    [Parameter("Cancels the running query, and leaves the session alive.")]
    public bool CancelQuery { get; set; }
}
