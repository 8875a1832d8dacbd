namespace DbSafety.Engine.Projects.Yaml;

/// <summary>A part of a YAML file, with the place where it begins (both from 1).</summary>
internal abstract record YamlNode(int Line, int Column)
{
    /// <summary>What it is, for a message.</summary>
    public abstract string Kind { get; }
}
