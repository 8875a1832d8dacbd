namespace DbSafety.Engine.Monitoring;

/// <summary>A program that must end with 0. It is run without a shell, in the project's folder.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Folder">The folder that it runs in.</param>
/// <param name="Contains">A text that its output must hold; null for any output.</param>
public sealed record CommandCheck(string Name, IReadOnlyList<string> Command, string Folder, string? Contains, TimeSpan Timeout, int Attempts) : AppCheck(Name, Timeout, Attempts)
{
    public override string Kind => "command";
}
