using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Asks the applications.</summary>
[Command("Test", "AppHealth", typeof(AppHealth), ShortName = "health", Many = true,
    Summary = "Runs the application checks of dbsafety.yaml: SQL with an expected result, and HTTP requests.")]
public sealed class TestAppHealthOptions : DatabaseOptions
{
    /// <summary>Which checks.</summary>
    [Parameter("Names of checks; * and ? match. Default: all.", Position = 0)]
    public string[] Name { get; set; } = [];
}
