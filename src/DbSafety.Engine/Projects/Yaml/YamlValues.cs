using System.Globalization;

namespace DbSafety.Engine.Projects.Yaml;

/// <summary>
/// Reads the keys of one group by their types. What is wrong is collected with its place, and the default is given instead, so that
/// the reading goes on to the next problem.
/// </summary>
internal sealed class YamlValues
{
    private readonly YamlMap _map;
    private readonly YamlProblems _problems;
    private readonly string _path;

    private YamlValues(YamlMap map, string path, YamlProblems problems)
    {
        _map = map;
        _path = path;
        _problems = problems;
    }

    /// <summary>The line that the group begins in.</summary>
    public int Line => _map.Line;

    public YamlProblems Problems => _problems;

    /// <summary>Opens a group whose keys are known. Each unknown key is a problem, with the nearest right name.</summary>
    public static YamlValues Open(YamlNode? node, string path, IReadOnlyList<string> known, YamlProblems problems)
    {
        var values = new YamlValues(AsMap(node, path, problems), path, problems);
        foreach (var (key, _) in values._map.Entries.Where(entry => !known.Contains(entry.Key.Value)))
        {
            var group = path.Length > 0 ? $" in {path}" : "";
            problems.Add("ProjectKeyUnknown", key,
                $"{Safe.Key(key.Value)} is not a key{group}. {NearestWord.DidYouMean(key.Value, known)}The keys are: {string.Join(", ", known)}.",
                NearestWord.Find(key.Value, known) is { } near ? $"Write '{near}' instead, or remove the line." : "Remove the line.");
        }

        return values;
    }

    /// <summary>Opens a group whose keys are names that the person chose.</summary>
    public static IReadOnlyList<KeyValuePair<YamlScalar, YamlNode>> OpenNames(YamlNode? node, string path, YamlProblems problems) =>
        AsMap(node, path, problems).Entries;

    public bool Has(string key) => _map[key] is not null;

    public YamlNode? Node(string key) => _map[key];

    public YamlValues Group(string key, params string[] known) => Open(_map[key], PathOf(key), known, _problems);

    public string? Text(string key) => Scalar(key, "a text") is { IsNull: false } scalar ? scalar.Value : null;

    public string RequiredText(string key, string example)
    {
        if (Text(key) is { Length: > 0 } text)
            return text;
        // A group or list in its place is a problem already.
        if (_map[key] is null or YamlScalar)
            Invalid(_map[key] ?? _map, $"{PathOf(key)} is missing.", $"Add it, such as: {key}: {example}");
        return "";
    }

    public bool Truth(string key, bool otherwise)
    {
        if (Scalar(key, "true or false") is not { } scalar)
            return otherwise;
        if (!scalar.IsQuoted && scalar.Value is "true" or "false")
            return scalar.Value == "true";
        Invalid(scalar, $"{PathOf(key)} must be true or false, not {Safe.Word(scalar.Value)}.", "Write true or false, without quotes.");
        return otherwise;
    }

    public int Number(string key, int otherwise, int least, int most)
    {
        if (Scalar(key, "a number") is not { } scalar)
            return otherwise;
        if (int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Invalid(scalar, $"{PathOf(key)} must be a whole number from {least} to {most}, not {Safe.Word(scalar.Value)}.", $"Write a number, such as {otherwise}.");
        return otherwise;
    }

    /// <summary>A number such as 0.01; null where there is none.</summary>
    public double? Fraction(string key)
    {
        if (Scalar(key, "a number such as 0.01") is not { IsNull: false } scalar)
            return null;
        if (double.TryParse(scalar.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return number;
        Invalid(scalar, $"{PathOf(key)} must be a number, not {Safe.Word(scalar.Value)}.", "Write a number, such as 0.01.");
        return null;
    }

    public string Choice(string key, string otherwise, params string[] choices)
    {
        if (Scalar(key, "one of " + string.Join(", ", choices)) is not { } scalar)
            return otherwise;
        if (choices.Contains(scalar.Value))
            return scalar.Value;
        Invalid(scalar, $"{PathOf(key)} must be one of {string.Join(", ", choices)}, not {Safe.Word(scalar.Value)}. {NearestWord.DidYouMean(scalar.Value, choices)}".TrimEnd(),
            $"Write {NearestWord.Find(scalar.Value, choices) ?? choices[0]}.");
        return otherwise;
    }

    /// <summary>A span such as 500ms, 2s, 10min or 1h; <c>none</c> where that is allowed, which gives zero.</summary>
    public TimeSpan Span(string key, TimeSpan otherwise, bool noneAllowed = false)
    {
        if (Scalar(key, "a time such as 2s") is not { } scalar)
            return otherwise;
        if (noneAllowed && scalar.Value == "none")
            return TimeSpan.Zero;
        if (Quantity.TrySpan(scalar.Value, out var span))
            return span;
        Invalid(scalar, $"{PathOf(key)} must be a time such as 500ms, 2s, 10min or 1h{(noneAllowed ? ", or none" : "")}, not {Safe.Word(scalar.Value)}.",
            $"Write a number with its unit, such as {Quantity.Show(otherwise)}.");
        return otherwise;
    }

    /// <summary>A size such as 500MB or 10GB.</summary>
    public long? Size(string key)
    {
        if (Scalar(key, "a size such as 10GB") is not { IsNull: false } scalar)
            return null;
        if (Quantity.TrySize(scalar.Value, out var bytes))
            return bytes;
        Invalid(scalar, $"{PathOf(key)} must be a size such as 500MB or 10GB, not {Safe.Word(scalar.Value)}.", "Write a number with its unit: kB, MB, GB or TB.");
        return null;
    }

    public void Invalid(YamlNode where, string message, string next) => _problems.Add("ProjectValueInvalid", where, message, next);

    public string PathOf(string key) => _path.Length > 0 ? $"{_path}.{key}" : key;

    private YamlScalar? Scalar(string key, string wanted)
    {
        switch (_map[key])
        {
            case null:
                return null;
            case YamlScalar scalar:
                return scalar;
            case var other:
                Invalid(other, $"{PathOf(key)} must be {wanted}, not {other.Kind}.", $"Write {key}: and {wanted} on one line.");
                return null;
        }
    }

    private static YamlMap AsMap(YamlNode? node, string path, YamlProblems problems)
    {
        switch (node)
        {
            case YamlMap map:
                return map;
            case null or YamlScalar { IsNull: true }:
                return new YamlMap([], node?.Line ?? 1, node?.Column ?? 1);
            default:
                problems.Add("ProjectValueInvalid", node, $"{(path.Length > 0 ? path : "The file")} must be a group of keys, not {node.Kind}.",
                    "Write one 'key: value' on each line, indented by the same number of spaces.");
                return new YamlMap([], node.Line, node.Column);
        }
    }
}
