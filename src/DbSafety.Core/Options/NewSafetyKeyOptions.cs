using DbSafety.Core.Commands;
using DbSafety.Core.Results.Approvals;

namespace DbSafety.Core.Options;

/// <summary>Makes a key.</summary>
[Command("New", "SafetyKey", typeof(SafetyKey), ShortName = "key", Impact = ChangeImpact.Low,
    Summary = "Makes a key pair for approvals: the private key encrypted, the public one to be named in the approval policy.")]
public sealed class NewSafetyKeyOptions : CommandOptions
{
    /// <summary>Where.</summary>
    [Parameter("The file of the private key. Default: NAME.pem here; the public key stands beside it, as NAME.pub.pem.", Position = 0, Completes = "path")]
    public string? Path { get; set; }

    /// <summary>Whose.</summary>
    [Parameter("Whose key it is, as the approval policy will name the person. Default: the account that runs the command.")]
    public string? Person { get; set; }

    /// <summary>RSA.</summary>
    [Parameter("Makes an RSA key of 3072 bits instead of one on the curve P-256.")]
    public bool Rsa { get; set; }
}
