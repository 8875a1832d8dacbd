namespace DbSafety.Engine.Schema.Differences;

/// <summary>A line that only one of two texts has.</summary>
/// <param name="Mark">A minus for the first text, a plus for the second.</param>
/// <param name="Text">The line.</param>
internal readonly record struct DifferingLine(char Mark, string Text)
{
    public override string ToString() => $"{Mark} {Text.Trim()}";
}
