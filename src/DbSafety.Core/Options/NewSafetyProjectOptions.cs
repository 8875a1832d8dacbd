using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Makes a project folder.</summary>
[Command("New", "SafetyProject", typeof(SafetyProject), ShortName = "init", Impact = ChangeImpact.Low,
    Summary = "Makes a project folder with migrations, backups, rollback, seeds, scripts and verify, and a commented dbsafety.yaml.")]
public sealed class NewSafetyProjectOptions : CommandOptions
{
    /// <summary>The folder to make.</summary>
    [Parameter("The folder to make. Default: 'database' in the current folder. Files that exist are never overwritten.", Position = 0, Completes = "path")]
    public string? Path { get; set; }

    /// <summary>The project's name.</summary>
    [Parameter("The project's name, which is shown in reports. Default: the name of the folder above.")]
    public string? Name { get; set; }
}
