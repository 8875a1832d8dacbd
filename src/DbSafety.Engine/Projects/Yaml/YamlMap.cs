namespace DbSafety.Engine.Projects.Yaml;

/// <summary>Keys with their values, in the file's order; no key comes twice.</summary>
internal sealed record YamlMap(IReadOnlyList<KeyValuePair<YamlScalar, YamlNode>> Entries, int Line, int Column) : YamlNode(Line, Column)
{
    public override string Kind => "a group of keys";

    public YamlNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key.Value == key).Value;
}
