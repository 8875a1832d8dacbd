using System.Globalization;
using System.Text.Json;

namespace DbSafety.Engine.Monitoring.Probes;

/// <summary>Asks for figures, and compares each with its bounds. No figure at all proves nothing.</summary>
internal static class PrometheusProbe
{
    public static async Task<(bool Passed, string Detail)> AskAsync(PrometheusCheck check, HttpProbe http, CancellationToken cancellationToken)
    {
        var url = check.Query is { } query ? new Uri($"{check.Url.AbsoluteUri.TrimEnd('/')}/api/v1/query?query={Uri.EscapeDataString(query)}") : check.Url;
        var (status, body) = await http.GetAsync(url, cancellationToken);
        if (status != 200)
            return (false, $"Status {status}; 200 was expected.");
        var figures = check.Query is null ? OfPage(body, check.Metric!) : OfQuery(body);
        if (figures.Count == 0)
            return (false, check.Query is null ? $"The page has no series {check.Metric}." : "The query gives no figure.");
        var bad = figures.FirstOrDefault(figure => !(figure.Value >= (check.AtLeast ?? double.MinValue) && figure.Value <= (check.AtMost ?? double.MaxValue)));
        return bad.Name is null ? (true, $"{Show(figures[0])}{(figures.Count > 1 ? $", and {figures.Count - 1} more" : "")}; {Bounds(check)}.") : (false, $"{Show(bad)}; {Bounds(check)}.");
    }

    private static List<(string Name, double Value)> OfQuery(string body)
    {
        using var document = JsonDocument.Parse(body);
        var figures = new List<(string, double)>();
        var data = document.RootElement.GetProperty("data");
        var result = data.GetProperty("result");
        if (data.GetProperty("resultType").GetString() is "scalar")
            return [("it", Number(result[1].GetString()))];
        foreach (var series in result.EnumerateArray())
        {
            var labels = string.Join(',', series.GetProperty("metric").EnumerateObject().Select(label => $"{label.Name}={label.Value}"));
            figures.Add((labels.Length > 0 ? labels : "it", Number(series.GetProperty("value")[1].GetString())));
        }

        return figures;
    }

    // A line of the text form is: name{label="value"} figure [time]
    private static List<(string Name, double Value)> OfPage(string body, string metric)
    {
        var figures = new List<(string, double)>();
        foreach (var line in body.Split('\n').Where(line => !line.StartsWith('#')))
        {
            var end = line.LastIndexOf('}') is var brace and >= 0 ? brace + 1 : line.IndexOf(' ', StringComparison.Ordinal);
            if (end <= 0)
                continue;
            var series = line[..end].Trim();
            if (series == metric || series.StartsWith(metric + "{", StringComparison.Ordinal))
                figures.Add((series, Number(line[end..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault())));
        }

        return figures;
    }

    // What is no number is neither above nor below anything: NaN passes no bound.
    private static double Number(string? text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN,
    };

    private static string Show((string Name, double Value) figure) => string.Create(CultureInfo.InvariantCulture, $"{figure.Name} is {figure.Value:0.######}");

    private static string Bounds(PrometheusCheck check) => string.Create(CultureInfo.InvariantCulture, $"{(check.AtLeast is { } least ? $"at least {least}" : "")}{(check.AtLeast is not null && check.AtMost is not null ? " and " : "")}{(check.AtMost is { } most ? $"at most {most}" : "")} is wanted");
}
