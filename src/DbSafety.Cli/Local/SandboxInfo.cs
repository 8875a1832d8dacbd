namespace DbSafety.Cli.Local;

/// <summary>A throw-away server that ran.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Folder">The folder of its files, which is gone.</param>
/// <param name="Ran">How long it ran.</param>
internal sealed record SandboxInfo(string Version, string Folder, TimeSpan Ran);
