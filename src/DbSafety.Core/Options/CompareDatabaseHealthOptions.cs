using DbSafety.Core.Commands;
using DbSafety.Core.Results.Monitoring;

namespace DbSafety.Core.Options;

/// <summary>Compares two samples of a database's health.</summary>
[Command("Compare", "DatabaseHealth", typeof(HealthChange), ShortName = "impact", Many = true, Nothing = "Nothing is worse than before.",
    Summary = "Compares a sample of a database's health from before a change with one from after it, or with now: the query that suffers most comes first, with what its plan was and is, and the likely cause.")]
public sealed class CompareDatabaseHealthOptions : DatabaseOptions
{
    /// <summary>The sample from before.</summary>
    [Parameter("The file with the sample from before, as Get-DatabaseHealth -Output wrote it; of several samples the last.", Position = 0, Required = true, Completes = "path")]
    public string Before { get; set; } = "";

    /// <summary>The sample from after.</summary>
    [Parameter("The file with the sample from after. Default: a sample that is taken now.", Position = 1, Completes = "path")]
    public string? After { get; set; }
}
