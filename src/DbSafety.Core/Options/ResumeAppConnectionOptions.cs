using DbSafety.Core.Commands;
using DbSafety.Core.Results.Connections;

namespace DbSafety.Core.Options;

/// <summary>Lets applications in again.</summary>
[Command("Resume", "AppConnection", typeof(ConnectionLease), ShortName = "resume", Many = true, Impact = ChangeImpact.Medium, Nothing = "No application is kept out of this database.",
    Summary = "Gives back exactly who could connect before Suspend-AppConnection, also after a crash, and after the database was restored, renamed or swapped.")]
public sealed class ResumeAppConnectionOptions : ScriptableOptions
{
    /// <summary>Which lease.</summary>
    [Parameter("The lease. Default: every lease of the database.", Position = 0, FromPipeline = true, Aliases = ["LeaseId"])]
    public string? Id { get; set; }

    /// <summary>Where the lease was saved.</summary>
    [Parameter("The file of the lease, where it is neither in this project nor in the user's state folder.", FromPipeline = true, Completes = "path")]
    public string? File { get; set; }

    /// <summary>Only these roles, for now.</summary>
    [Parameter("Lets only these roles in for now, such as the one that checks the health; the lease stays.")]
    public string[] Only { get; set; } = [];
}
