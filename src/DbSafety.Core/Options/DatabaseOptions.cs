using System.Net;
using System.Text.Json.Serialization;
using DbSafety.Core.Commands;

namespace DbSafety.Core.Options;

/// <summary>What every command takes that speaks with a database.</summary>
public abstract class DatabaseOptions : CommandOptions
{
    /// <summary>The target's name in <c>dbsafety.yaml</c>.</summary>
    [Parameter("The target: the name of a database in dbsafety.yaml. Default: the project's defaultTarget, or its only target.", FromPipeline = true, Completes = "targets")]
    public string? Target { get; set; }

    /// <summary>A connection instead of a target.</summary>
    [Parameter("The database: an Npgsql connection string, a postgres:// URI, the name of a target, or in PowerShell the name of a secret of SecretManagement, a hashtable or a connection object. What it lacks comes from PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE.", Completes = "targets")]
    public string? Connection { get; set; }

    /// <summary>Runs against a throw-away server.</summary>
    [Parameter("Runs against a throw-away PostgreSQL server, which is started for this command and leaves nothing behind.")]
    public bool Sandbox { get; set; }

    /// <summary>The major version of the throw-away server.</summary>
    [Parameter("The major version of the throw-away server, 13 to 18. Default: the newest that is installed, or 18.")]
    public int? SandboxVersion { get; set; }

    /// <summary>
    /// The role and password that a PowerShell credential gave; they go before those of the connection. Not a parameter of the command
    /// line, where a password would be seen by others, and never written anywhere.
    /// </summary>
    [JsonIgnore]
    public NetworkCredential? Credential { get; set; }
}
