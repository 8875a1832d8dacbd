using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Checking;

/// <summary>Something that would go wrong when a runbook is run.</summary>
/// <param name="Path">The runbook's file.</param>
/// <param name="Place">Where in it.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Next">What to do about it.</param>
public sealed record RunbookProblem(string Path, SourcePlace Place, string Message, string Next)
{
    public override string ToString() => $"{Path}, line {Place.Line}, column {Place.Column}: {Message}";
}
