using DbSafety.Core.Results;
using DbSafety.Engine.Hazards;
using DbSafety.Engine.Hazards.Catalogue;
using DbSafety.Engine.Projects.Yaml;

namespace DbSafety.Engine.Projects;

/// <summary>Reads <c>hazards</c>, of the whole file or of one environment: rules by their ids with <c>error warning info off</c>.</summary>
internal static class HazardSection
{
    private const string SmallTable = "smallTable";

    public static HazardPolicy Read(YamlValues parent)
    {
        var group = parent.Group("hazards", [.. HazardRules.Ids, SmallTable]);
        var severities = new Dictionary<string, HazardSeverity>();
        foreach (var id in HazardRules.Ids.Where(group.Has))
        {
            severities[id] = group.Choice(id, "warning", "error", "warning", "info", "off") switch
            {
                "error" => HazardSeverity.Error,
                "info" => HazardSeverity.Info,
                "off" => HazardSeverity.Off,
                _ => HazardSeverity.Warning,
            };
        }

        var policy = new HazardPolicy { SmallTableBytes = group.Size(SmallTable) };
        return severities.Count == 0 ? policy : policy with { Severities = severities };
    }
}
