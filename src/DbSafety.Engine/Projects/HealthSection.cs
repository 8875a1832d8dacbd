using System.Globalization;
using DbSafety.Engine.Monitoring.Health;
using DbSafety.Engine.Projects.Yaml;

namespace DbSafety.Engine.Projects;

/// <summary>Reads <c>health</c> of <c>dbsafety.yaml</c>: thresholds, and the queries whose plans are watched.</summary>
internal static class HealthSection
{
    public static HealthThresholds Thresholds(YamlValues health)
    {
        var own = new Dictionary<string, Threshold>(StringComparer.Ordinal);
        foreach (var (key, node) in YamlValues.OpenNames(health.Node("thresholds"), "health.thresholds", health.Problems))
        {
            if (!HealthThresholds.Defaults.ContainsKey(key.Value))
            {
                health.Invalid(key, $"health.thresholds has no figure {Safe.Key(key.Value)}. {NearestWord.DidYouMean(key.Value, [.. HealthThresholds.Defaults.Keys])}".TrimEnd(),
                    $"Write one of {string.Join(", ", HealthThresholds.Defaults.Keys)}.");
                continue;
            }

            var bounds = node is YamlList { Items.Count: 2 } list ? list.Items.OfType<YamlScalar>().Select(Number).OfType<double>().ToList() : [];
            if (bounds.Count == 2)
                own[key.Value] = new Threshold(bounds[0], bounds[1]);
            else
                health.Invalid(node, $"health.thresholds.{key.Value} must be a list of two numbers: from where on it is a warning, and from where on critical.", $"Write it as {key.Value}: [0.8, 0.95].");
        }

        return new HealthThresholds(own);
    }

    public static IReadOnlyList<RegisteredQuery> Queries(YamlValues health)
    {
        switch (health.Node("queries"))
        {
            case null or YamlScalar { IsNull: true }:
                return [];
            case YamlList list:
                return [.. list.Items.Select((item, index) => Query(YamlValues.Open(item, $"health.queries[{index + 1}]", ["name", "sql", "analyze"], health.Problems)))];
            case var other:
                health.Invalid(other, $"health.queries must be a list, not {other.Kind}.", "Begin each query with a dash: - name: …");
                return [];
        }
    }

    private static RegisteredQuery Query(YamlValues values) =>
        new(values.RequiredText("name", "orders of a customer"), values.RequiredText("sql", "SELECT * FROM orders WHERE customer_id = 42").TrimEnd(';', ' ', '\n'), values.Truth("analyze", false));

    private static double? Number(YamlScalar scalar) =>
        double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
