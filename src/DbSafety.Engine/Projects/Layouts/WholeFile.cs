namespace DbSafety.Engine.Projects.Layouts;

/// <summary>The whole file is the script.</summary>
public sealed class WholeFile : IScriptSection
{
    public static WholeFile Section { get; } = new();

    public string Select(string fileText) => fileText;
}
