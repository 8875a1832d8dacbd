using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Looks for hazards.</summary>
[Command("Test", "MigrationHazard", typeof(MigrationHazard), ShortName = "lint", Many = true,
    Summary = "Looks for hazards in migrations: statements that hold up the traffic, break applications, lose data or are fragile, each with its safer form. Needs no database; with one, it knows sizes.")]
public sealed class TestMigrationHazardOptions : DatabaseOptions
{
    /// <summary>Which ones.</summary>
    [Parameter("Ids of migrations (* and ? match), or paths of .sql files. Default: with a target what is pending there, else all of the project.", Position = 0, FromPipeline = true, Completes = "migrations")]
    public string[] Id { get; set; } = [];

    /// <summary>Which rules.</summary>
    [Parameter("Looks only for these hazards, by their ids, such as LK01; * and ? match. Default: all.", Completes = "hazards")]
    public string[] Rule { get; set; } = [];

    /// <summary>The environment whose rules hold.</summary>
    [Parameter("The environment of dbsafety.yaml whose rules hold where no database is asked. Default: that of the default target.")]
    public string? Environment { get; set; }

    /// <summary>The least severity.</summary>
    [Parameter("Leaves out what weighs less: info, warning or error. Default: info.")]
    public HazardSeverity Severity { get; set; } = HazardSeverity.Info;

    /// <summary>The form.</summary>
    [Parameter("The form: list, sarif (SARIF 2.1.0), github (annotations of a workflow) or gitlab (code quality report). Default: list.")]
    public HazardFormat Format { get; set; }

    /// <summary>The file.</summary>
    [Parameter("The file that a form other than list is written to. Default: standard output.", Completes = "path")]
    public string? Output { get; set; }
}
