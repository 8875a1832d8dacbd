using DbSafety.Core.Commands;

namespace DbSafety.Cli.Arguments;

/// <summary>What the command line asks for.</summary>
/// <param name="Command">The command; null for the general help or the version.</param>
/// <param name="Tokens">Its own words: its options and positional values.</param>
/// <param name="Global">How the console should speak.</param>
internal sealed record Invocation(CommandDefinition? Command, IReadOnlyList<Token> Tokens, GlobalOptions Global);
