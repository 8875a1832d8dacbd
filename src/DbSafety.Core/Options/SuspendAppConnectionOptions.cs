using DbSafety.Core.Commands;
using DbSafety.Core.Results.Connections;

namespace DbSafety.Core.Options;

/// <summary>Keeps applications out.</summary>
[Command("Suspend", "AppConnection", typeof(ConnectionLease), ShortName = "suspend", Impact = ChangeImpact.High,
    Summary = "Keeps applications out of a database: saves who may connect, takes it away, lets running work end for a while, and ends what is left. Resume-AppConnection gives it back exactly.")]
public sealed class SuspendAppConnectionOptions : ScriptableOptions
{
    /// <summary>How.</summary>
    [Parameter("How applications are kept out: connect (CONNECT is revoked), role (no login), connection-limit, or read-only. Default: what the operator's role may do and can be undone exactly.")]
    public SuspensionWay Way { get; set; }

    /// <summary>Which roles.</summary>
    [Parameter("The application roles, which may then not log in to the whole server. Default: everybody who may connect to the database.")]
    public string[] Role { get; set; } = [];

    /// <summary>Who stays.</summary>
    [Parameter("Roles that stay connected and may connect.")]
    public string[] Allow { get; set; } = [];

    /// <summary>Which applications stay.</summary>
    [Parameter("Applications whose sessions are not ended, by the name that they give; * and ? match.")]
    public string[] AllowApplication { get; set; } = [];

    /// <summary>How long to wait.</summary>
    [Parameter("How long running transactions get to end by themselves, before their sessions are ended. Idle sessions end at once. Default: 30 seconds.")]
    public TimeSpan? Drain { get; set; }

    /// <summary>How long it is meant to last.</summary>
    [Parameter("How long the suspension is meant to last; after that every command warns of it. Default: one hour.")]
    public TimeSpan? Lease { get; set; }

    /// <summary>Ends nobody.</summary>
    [Parameter("Keeps new sessions out, and ends none.")]
    public bool NoTerminate { get; set; }

    /// <summary>Why.</summary>
    [Parameter("Why this is done; it is kept with the lease.")]
    public string? Reason { get; set; }
}
