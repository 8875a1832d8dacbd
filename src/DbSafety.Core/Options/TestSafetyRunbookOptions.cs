using DbSafety.Core.Commands;
using DbSafety.Core.Results.Runs;

namespace DbSafety.Core.Options;

/// <summary>Checks runbooks.</summary>
[Command("Test", "SafetyRunbook", typeof(RunbookTest), ShortName = "check-runbook", Many = true,
    Summary = "Checks runbooks without running anything: form, commands and their parameters, types, references, whether every runbook that is called or escalated to is there and can end, and, on a target that is named, whether the role may do all of it.")]
public sealed class TestSafetyRunbookOptions : DatabaseOptions
{
    /// <summary>Which ones.</summary>
    [Parameter("Names of runbooks (* and ? match), or paths of their files. Default: all.", Position = 0, FromPipeline = true, Completes = "runbooks")]
    public string[] Name { get; set; } = [];
}
