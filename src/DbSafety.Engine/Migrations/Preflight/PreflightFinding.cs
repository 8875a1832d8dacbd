namespace DbSafety.Engine.Migrations.Preflight;

/// <summary>Something on the server that a change would have to wait for, or that it would make worse.</summary>
/// <param name="Text">A sentence.</param>
/// <param name="Blocks">It does not end by itself soon: the change would use up its attempts behind it.</param>
internal sealed record PreflightFinding(string Text, bool Blocks = false);
