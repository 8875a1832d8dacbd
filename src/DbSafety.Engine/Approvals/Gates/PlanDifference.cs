using System.Text.Json.Nodes;
using DbSafety.Engine.Canonical;

namespace DbSafety.Engine.Approvals.Gates;

/// <summary>Names the fields in which two plans differ, with what stood there and what stands there now.</summary>
internal static class PlanDifference
{
    private const int LongestValue = 60;

    public static IReadOnlyList<string> Between(JsonNode? approved, JsonNode? now)
    {
        var fields = new List<string>();
        Compare("", approved, now, fields);
        return fields;
    }

    private static void Compare(string path, JsonNode? before, JsonNode? after, List<string> fields)
    {
        switch (before, after)
        {
            case (JsonObject old, JsonObject current):
                foreach (var name in old.Select(member => member.Key).Union(current.Select(member => member.Key)).Order(StringComparer.Ordinal))
                    Compare(path.Length == 0 ? name : $"{path}.{name}", old[name], current[name], fields);
                break;
            case (JsonArray old, JsonArray current):
                for (var i = 0; i < Math.Max(old.Count, current.Count); i++)
                    Compare($"{path}[{i}]", i < old.Count ? old[i] : null, i < current.Count ? current[i] : null, fields);
                break;
            default:
                if (CanonicalJson.Write(before) != CanonicalJson.Write(after))
                    fields.Add($"{path} was {Show(before)} and is {Show(after)}");
                break;
        }
    }

    private static string Show(JsonNode? value)
    {
        if (value is null)
            return "nothing";
        var text = CanonicalJson.Write(value);
        return text.Length <= LongestValue ? text : text[..LongestValue] + "…";
    }
}
