namespace DbSafety.Engine.Projects.Yaml;

/// <summary>A single value. An unquoted one can be a number, a truth value or nothing; a quoted one is always a text.</summary>
internal sealed record YamlScalar(string Value, bool IsQuoted, int Line, int Column) : YamlNode(Line, Column)
{
    public bool IsNull => !IsQuoted && Value is "" or "~" or "null" or "Null" or "NULL";

    public override string Kind => IsNull ? "nothing" : "a single value";

    // A value may be a secret.
    public override string ToString() => $"scalar at {Line}:{Column}";
}
