using DbSafety.Core.Commands;
using DbSafety.Core.Results.Connections;

namespace DbSafety.Core.Options;

/// <summary>Lists who is connected.</summary>
[Command("Get", "AppConnection", typeof(AppConnection), ShortName = "connections", Many = true, Nothing = "Nobody is connected.",
    Summary = "Lists who is connected: role, client, application, state, since when, what it waits for and who blocks it.")]
public sealed class GetAppConnectionOptions : DatabaseOptions
{
    /// <summary>Which databases.</summary>
    [Parameter("Names of databases of the server; * and ? match. Default: the target's own.", Aliases = ["DatabaseName"])]
    public string[] Database { get; set; } = [];

    /// <summary>Which roles.</summary>
    [Parameter("Only sessions of these roles; * and ? match.", Position = 0)]
    public string[] Role { get; set; } = [];

    /// <summary>Which applications.</summary>
    [Parameter("Only sessions of these applications, by the name that they give; * and ? match.")]
    public string[] Application { get; set; } = [];

    /// <summary>Which clients.</summary>
    [Parameter("Only sessions from these client addresses, or 'local'; * and ? match.")]
    public string[] Client { get; set; } = [];

    /// <summary>Which states.</summary>
    [Parameter("Only sessions in these states, such as active, idle or 'idle in transaction*'.")]
    public string[] State { get; set; } = [];

    /// <summary>Idle for at least so long.</summary>
    [Parameter("Only sessions that have been idle for so long, in a transaction or not.")]
    public TimeSpan? IdleFor { get; set; }

    /// <summary>Active for at least so long.</summary>
    [Parameter("Only sessions whose query has been running for so long.")]
    public TimeSpan? ActiveFor { get; set; }

    /// <summary>Only who blocks or is blocked.</summary>
    [Parameter("Only sessions that wait for another one, and those that they wait for.")]
    public bool Blocked { get; set; }

    /// <summary>Without the values in queries.</summary>
    [Parameter("Shows queries with ? in place of every text and number, since those may be personal data.")]
    public bool Redact { get; set; }
}
