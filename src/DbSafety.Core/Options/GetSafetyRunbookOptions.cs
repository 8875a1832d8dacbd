using DbSafety.Core.Commands;
using DbSafety.Core.Results.Runs;

namespace DbSafety.Core.Options;

/// <summary>Lists runbooks.</summary>
[Command("Get", "SafetyRunbook", typeof(RunbookInfo), ShortName = "runbooks", Many = true,
    Summary = "Lists the runbooks that can be carried out: those of the project's runbooks/ folder, and those that ship with DbSafety.")]
public sealed class GetSafetyRunbookOptions : CommandOptions
{
    /// <summary>Which ones.</summary>
    [Parameter("Names of runbooks; * and ? match.", Position = 0, FromPipeline = true, Completes = "runbooks")]
    public string[] Name { get; set; } = [];
}
