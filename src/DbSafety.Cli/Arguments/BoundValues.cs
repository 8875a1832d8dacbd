using DbSafety.Core.Commands;

namespace DbSafety.Cli.Arguments;

/// <summary>The values of one call, collected until all words are read.</summary>
internal sealed class BoundValues(CommandDefinition command)
{
    private readonly object _options = Activator.CreateInstance(command.OptionsType)!;
    private readonly Dictionary<string, List<object>> _values = [];

    public bool Has(ParameterDefinition parameter) => _values.ContainsKey(parameter.Name);

    /// <summary>Reads a value, or several of an array that are parted by commas.</summary>
    public void Read(ParameterDefinition parameter, string text)
    {
        foreach (var part in parameter.IsArray ? Parts(text) : [text])
            Set(parameter, ValueReader.Read(parameter, part) ?? throw UsageErrors.ValueInvalid(command, parameter, part));
    }

    public void Set(ParameterDefinition parameter, object value)
    {
        if (!_values.TryGetValue(parameter.Name, out var values))
            _values[parameter.Name] = values = [];
        else if (!parameter.IsArray && !parameter.IsSwitch)
            throw UsageErrors.GivenTwice(command, parameter);
        values.Add(value);
    }

    /// <summary>The options with all values set.</summary>
    public object Finish()
    {
        foreach (var parameter in command.Parameters)
        {
            if (_values.TryGetValue(parameter.Name, out var values))
                parameter.Property.SetValue(_options, parameter.IsArray ? ToArray(parameter, values) : values[^1]);
            else if (parameter.Parameter.Required)
                throw UsageErrors.ArgumentMissing(command, parameter);
        }

        return _options;
    }

    private static Array ToArray(ParameterDefinition parameter, List<object> values)
    {
        var array = Array.CreateInstance(parameter.ValueType, values.Count);
        for (var i = 0; i < values.Count; i++)
            array.SetValue(values[i], i);
        return array;
    }

    // A comma inside of double quotes belongs to an SQL name: "odd,name".
    private static IEnumerable<string> Parts(string text)
    {
        var start = 0;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                quoted = !quoted;
            if (text[i] != ',' || quoted)
                continue;
            if (i > start)
                yield return text[start..i].Trim();
            start = i + 1;
        }

        if (start < text.Length)
            yield return text[start..].Trim();
    }
}
