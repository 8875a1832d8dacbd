using DbSafety.Engine.Monitoring;
using DbSafety.Engine.Projects.Yaml;

namespace DbSafety.Engine.Projects;

/// <summary>Reads the <c>checks</c> of <c>dbsafety.yaml</c>.</summary>
internal static class CheckSection
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<AppCheck> Read(YamlValues root)
    {
        switch (root.Node("checks"))
        {
            case null or YamlScalar { IsNull: true }:
                return [];
            case YamlList list:
                var checks = list.Items.Select((item, index) => Check(item, $"checks[{index + 1}]", root.Problems)).OfType<AppCheck>().ToList();
                RefuseTwins(list, checks, root);
                return checks;
            case var other:
                root.Invalid(other, $"checks must be a list, not {other.Kind}.", "Begin each check with a dash: - name: …");
                return [];
        }
    }

    private static AppCheck? Check(YamlNode item, string path, YamlProblems problems)
    {
        // The key that says what is asked also says which other keys belong to it.
        var asked = item is YamlMap map ? new[] { "sql", "http" }.Where(key => map[key] is not null).ToList() : ["sql"];
        if (asked.Count != 1)
        {
            problems.Add("ProjectValueInvalid", item, asked.Count == 0 ? $"{path} has neither sql nor http." : $"{path} has both sql and http; one is wanted.",
                "Write what the check asks: sql: a query, or http: an address.");
            return null;
        }

        return asked[0] == "sql" ? Sql(item, path, problems) : Http(item, path, problems);
    }

    private static SqlCheck Sql(YamlNode item, string path, YamlProblems problems)
    {
        var values = YamlValues.Open(item, path, ["name", "sql", "expect", "timeout", "attempts"], problems);
        return new SqlCheck(
            values.RequiredText("name", "orders can be read"),
            values.RequiredText("sql", "SELECT count(*) > 0 FROM orders"),
            values.Text("expect"),
            values.Span("timeout", DefaultTimeout),
            values.Number("attempts", 1, 1, 100));
    }

    private static HttpCheck Http(YamlNode item, string path, YamlProblems problems)
    {
        var values = YamlValues.Open(item, path, ["name", "http", "status", "contains", "timeout", "attempts"], problems);
        return new HttpCheck(
            values.RequiredText("name", "shop answers"),
            Address(values),
            values.Number("status", 200, 100, 599),
            values.Text("contains"),
            values.Span("timeout", DefaultTimeout),
            values.Number("attempts", 3, 1, 100));
    }

    private static Uri Address(YamlValues values)
    {
        var text = values.RequiredText("http", "http://localhost:8080/health");
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0)
            return address;
        if (text.Length > 0)
        {
            values.Invalid(values.Node("http")!, $"{values.PathOf("http")} must be an http:// or https:// address without a password in it.",
                "Write it as http://localhost:8080/health.");
        }

        return new Uri("http://localhost");
    }

    private static void RefuseTwins(YamlList list, List<AppCheck> checks, YamlValues root)
    {
        foreach (var twins in checks.Where(check => check.Name.Length > 0).GroupBy(check => check.Name).Where(group => group.Count() > 1))
            root.Invalid(list, $"Two checks have the name {Safe.Word(twins.Key)}.", "Give each check a name of its own.");
    }
}
