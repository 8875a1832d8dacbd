using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

/// <summary>Shows the results of a command to a person.</summary>
internal interface IResultView
{
    /// <summary>Shows all that one command gave.</summary>
    /// <param name="results">At least one.</param>
    /// <param name="many">True for a command that lists; false for one that tells of one thing.</param>
    IRenderable Render(IReadOnlyList<object> results, bool many);
}
