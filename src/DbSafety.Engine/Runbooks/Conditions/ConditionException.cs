namespace DbSafety.Engine.Runbooks.Conditions;

/// <summary>A condition that cannot be read; the loader gives it its place in the file.</summary>
internal sealed class ConditionException(string message, string next) : Exception(message)
{
    public string Next { get; } = next;
}
