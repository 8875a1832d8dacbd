using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DbSafety.Engine.Projects.Yaml;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Loading;

/// <summary>
/// Types a value by YAML 1.2's core schema (<c>yes</c> and <c>010</c> are no truth value and no octal number there), and finds its
/// references: <c>$inputs.x</c> as a whole, <c>${inputs.x}</c> within a text; <c>$$</c> is a dollar sign.
/// </summary>
internal static class ValueReader
{
    public static StepValue Read(YamlNode node, YamlValues values)
    {
        var place = new SourcePlace(node.Line, node.Column);
        return node switch
        {
            YamlList list => new ListValue([.. list.Items.Select(item => Read(item, values))], place),
            YamlMap map => new MapValue(map.Entries.ToDictionary(entry => entry.Key.Value, entry => Read(entry.Value, values)), place),
            YamlScalar scalar => Scalar(scalar, place, values),
            _ => throw new InvalidOperationException($"A YAML node of the type {node.GetType().Name}."),
        };
    }

    private static StepValue Scalar(YamlScalar scalar, SourcePlace place, YamlValues values)
    {
        if (scalar.Value.Contains('$', StringComparison.Ordinal))
            return WithReferences(scalar, place, values);
        return new LiteralValue(scalar.IsQuoted ? JsonValue.Create(scalar.Value) : Plain(scalar.Value), place);
    }

    internal static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when Number(text) is { } number => number,
        _ => JsonValue.Create(text),
    };

    private static JsonValue? Number(string text)
    {
        var digits = text.AsSpan().TrimStart("+-");
        if (digits.Length == 0 || text.Length - digits.Length > 1 || !(char.IsAsciiDigit(digits[0]) || digits[0] == '.'))
            return null;
        if (text.StartsWith("0x", StringComparison.Ordinal))
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? JsonValue.Create(hex) : null;
        if (text.StartsWith("0o", StringComparison.Ordinal))
            return Octal(text[2..]);
        if (digits.IndexOfAnyExceptInRange('0', '9') < 0 && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : null;
    }

    private static JsonValue? Octal(string digits)
    {
        var value = 0L;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || value > long.MaxValue >> 3)
                return null;
            value = (value << 3) + (digit - '0');
        }

        return digits.Length > 0 ? JsonValue.Create(value) : null;
    }

    private static StepValue WithReferences(YamlScalar scalar, SourcePlace place, YamlValues values)
    {
        var text = scalar.Value;
        if (text.Length > 1 && text[0] == '$' && text[1] is not ('$' or '{'))
        {
            if (Reference(text[1..], scalar, values) is { } path)
                return new ReferenceValue(path, place);
            return new LiteralValue(null, place);
        }

        var parts = new List<TemplatePart>();
        var words = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 >= text.Length || text[i + 1] is not ('$' or '{'))
            {
                words.Append(text[i]);
            }
            else if (text[i + 1] == '$')
            {
                words.Append('$');
                i++;
            }
            else
            {
                var end = text.IndexOf('}', i);
                if (end < 0)
                {
                    values.Invalid(scalar, "A reference in this text has no closing brace.", "Write ${inputs.name}; a dollar sign itself is written as $$.");
                    break;
                }

                if (Reference(text[(i + 2)..end], scalar, values) is { } path)
                {
                    parts.Add(new TemplatePart(words.ToString(), null));
                    parts.Add(new TemplatePart("", path));
                    words.Clear();
                }

                i = end;
            }
        }

        parts.Add(new TemplatePart(words.ToString(), null));
        return parts.Count == 1 ? new LiteralValue(parts[0].Text, place) : new TemplateValue([.. parts.Where(part => part.Reference is not null || part.Text.Length > 0)], place);
    }

    private static ReferencePath? Reference(string text, YamlScalar scalar, YamlValues values)
    {
        var path = ReferencePath.TryParse(text);
        if (path is not null && ReferencePath.Roots.Contains(path.Root))
            return path;
        var root = path?.Root ?? text.Split('.', '[')[0];
        values.Invalid(scalar, $"This is not a reference. {Projects.NearestWord.DidYouMean(root, ReferencePath.Roots)}".TrimEnd(),
            "Write $inputs.name, $steps.id.Property, $output.Property, $failed or $run; a dollar sign itself is written as $$.");
        return null;
    }
}
