using System.Globalization;
using DbSafety.Engine.Monitoring;
using DbSafety.Engine.Projects.Yaml;

namespace DbSafety.Engine.Projects;

/// <summary>Reads the <c>checks</c> of <c>dbsafety.yaml</c>.</summary>
internal static class CheckSection
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private static readonly string[] Kinds = ["sql", "http", "tcp", "command", "prometheus"];

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
        var asked = item is YamlMap map ? Kinds.Where(key => map[key] is not null).ToList() : ["sql"];
        if (asked.Count != 1)
        {
            problems.Add("ProjectValueInvalid", item, asked.Count == 0 ? $"{path} has none of {string.Join(", ", Kinds)}." : $"{path} has {string.Join(" and ", asked)}; one is wanted.",
                "Write what the check asks: sql: a query, http: an address, tcp: a host with its port, command: a list, or prometheus: an address.");
            return null;
        }

        return asked[0] switch
        {
            "sql" => Sql(item, path, problems),
            "http" => Http(item, path, problems),
            "tcp" => Tcp(item, path, problems),
            "command" => Command(item, path, problems),
            _ => Prometheus(item, path, problems),
        };
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
        var values = YamlValues.Open(item, path, ["name", "http", "status", "contains", "json", "equals", "maxLatency", "certificateDays", "timeout", "attempts"], problems);
        if (values.Has("equals") && !values.Has("json"))
            values.Invalid(values.Node("equals")!, $"{values.PathOf("equals")} says nothing without json.", "Add json: the path in the answer, such as status.");
        return new HttpCheck(
            values.RequiredText("name", "shop answers"),
            Address(values, "http", "http://localhost:8080/health"),
            values.Number("status", 200, 100, 599),
            values.Text("contains"),
            values.Span("timeout", DefaultTimeout),
            values.Number("attempts", 3, 1, 100))
        {
            Json = values.Text("json"),
            EqualTo = values.Text("equals"),
            MaxLatency = values.Has("maxLatency") ? values.Span("maxLatency", DefaultTimeout) : null,
            CertificateDays = values.Has("certificateDays") ? values.Number("certificateDays", 14, 1, 3650) : null,
        };
    }

    private static TcpCheck Tcp(YamlNode item, string path, YamlProblems problems)
    {
        var values = YamlValues.Open(item, path, ["name", "tcp", "timeout", "attempts"], problems);
        var text = values.RequiredText("tcp", "localhost:8080");
        var colon = text.LastIndexOf(':');
        var port = 0;
        if (text.Length > 0 && (colon <= 0 || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
            values.Invalid(values.Node("tcp")!, $"{values.PathOf("tcp")} must be a host and its port.", "Write it as localhost:8080.");
        return new TcpCheck(values.RequiredText("name", "port is open"), colon > 0 ? text[..colon].Trim('[', ']') : "localhost", port,
            values.Span("timeout", DefaultTimeout), values.Number("attempts", 3, 1, 100));
    }

    private static CommandCheck Command(YamlNode item, string path, YamlProblems problems)
    {
        var values = YamlValues.Open(item, path, ["name", "command", "contains", "timeout", "attempts"], problems);
        var words = values.Node("command") is YamlList { Items.Count: > 0 } list ? list.Items.OfType<YamlScalar>().Select(word => word.Value).ToList() : [];
        if (values.Node("command") is not YamlList || words.Count == 0)
            values.Invalid(values.Node("command")!, $"{values.PathOf("command")} must be a list: the program and its arguments. No shell reads them.", "Write it as [pwsh, -NoProfile, -File, scripts/check.ps1].");
        return new CommandCheck(values.RequiredText("name", "orders flow"), words, Path.GetDirectoryName(Path.GetFullPath(problems.Path))!, values.Text("contains"),
            values.Span("timeout", TimeSpan.FromSeconds(30)), values.Number("attempts", 1, 1, 100));
    }

    private static PrometheusCheck Prometheus(YamlNode item, string path, YamlProblems problems)
    {
        var values = YamlValues.Open(item, path, ["name", "prometheus", "query", "metric", "atLeast", "atMost", "timeout", "attempts"], problems);
        if (values.Has("query") == values.Has("metric"))
            values.Invalid(item, $"{path} needs query, for a Prometheus server, or metric, for a metrics page.", "Write query: sum(rate(http_requests_total{code=~\"5..\"}[1m])), or metric: http_errors_total.");
        if (!values.Has("atLeast") && !values.Has("atMost"))
            values.Invalid(item, $"{path} has neither atLeast nor atMost: any figure would do.", "Add a bound, such as atMost: 0.01.");
        return new PrometheusCheck(values.RequiredText("name", "error rate"), Address(values, "prometheus", "http://localhost:9090"), values.Text("query"), values.Text("metric"),
            values.Fraction("atLeast"), values.Fraction("atMost"), values.Span("timeout", DefaultTimeout), values.Number("attempts", 3, 1, 100));
    }

    private static Uri Address(YamlValues values, string key, string example)
    {
        var text = values.RequiredText(key, example);
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0)
            return address;
        if (text.Length > 0)
        {
            values.Invalid(values.Node(key)!, $"{values.PathOf(key)} must be an http:// or https:// address without a password in it.",
                $"Write it as {example}.");
        }

        return new Uri("http://localhost");
    }

    private static void RefuseTwins(YamlList list, List<AppCheck> checks, YamlValues root)
    {
        foreach (var twins in checks.Where(check => check.Name.Length > 0).GroupBy(check => check.Name).Where(group => group.Count() > 1))
            root.Invalid(list, $"Two checks have the name {Safe.Word(twins.Key)}.", "Give each check a name of its own.");
    }
}
