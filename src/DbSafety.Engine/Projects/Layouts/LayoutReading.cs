namespace DbSafety.Engine.Projects.Layouts;

/// <summary>What a layout found.</summary>
public sealed class LayoutReading
{
    /// <summary>The migrations, in any order.</summary>
    public List<MigrationSource> Sources { get; } = [];

    /// <summary>What was seen and is not run, and why.</summary>
    public List<string> Warnings { get; } = [];
}
