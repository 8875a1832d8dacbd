namespace DbSafety.Engine.Migrations.Scripts;

/// <summary>What is wrong with a script, found before anything was run.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">The sentence.</param>
/// <param name="Id">The error's id where it is alone.</param>
/// <param name="NextStep">What to do about it, where the message does not say so.</param>
public sealed record ScriptProblem(string Path, int? Line, int? Column, string Message, string Id = "ScriptRefused", string? NextStep = null)
{
    public override string ToString() => Line is { } line ? $"{ScriptName.Of(Path)}, line {line}: {Message}" : $"{ScriptName.Of(Path)}: {Message}";
}
