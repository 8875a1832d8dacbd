using System.Globalization;
using System.Text.RegularExpressions;

namespace DbSafety.Engine.Runbooks.Values;

/// <summary>What a reference names: where it begins, and the properties and positions from there.</summary>
/// <param name="Root"><c>inputs</c>, <c>steps</c>, <c>output</c>, <c>failed</c> or <c>run</c>.</param>
/// <param name="Segments">Names of properties, and positions in lists.</param>
public sealed partial record ReferencePath(string Root, IReadOnlyList<ReferenceSegment> Segments)
{
    /// <summary>The words that a reference can begin with.</summary>
    public static IReadOnlyList<string> Roots { get; } = ["inputs", "steps", "output", "failed", "run"];

    public override string ToString() => "$" + Root + string.Concat(Segments.Select(segment => segment.Name is null ? $"[{segment.Index}]" : "." + segment.Name));

    /// <summary>Reads a path without its <c>$</c>; null where it is none.</summary>
    public static ReferencePath? TryParse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
            return null;
        var segments = new List<ReferenceSegment>();
        foreach (Capture part in match.Groups["part"].Captures)
        {
            if (part.Value[0] == '.')
                segments.Add(new ReferenceSegment(part.Value[1..], null));
            else if (int.TryParse(part.Value.AsSpan(1, part.Value.Length - 2), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
                segments.Add(new ReferenceSegment(null, index));
            else
                return null;
        }

        return new ReferencePath(match.Groups["root"].Value, segments);
    }

    [GeneratedRegex(@"^(?<root>[A-Za-z]+)(?<part>\.[A-Za-z_][A-Za-z0-9_-]*|\[-?\d{1,6}\])*$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
