using DbSafety.Core.Results;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

internal sealed class SafetyProjectView : ResultView<SafetyProject>
{
    protected override IRenderable List(IReadOnlyList<SafetyProject> results) => Parts.Stack([.. results.Select(One)]);

    protected override IRenderable One(SafetyProject result)
    {
        var tree = new Tree($"[bold]{Parts.Safe(result.Name)}[/] [grey]{Parts.Safe(result.Path)}[/]");
        foreach (var path in result.Created)
            tree.AddNode($"[green]made[/] {Parts.Safe(Name(result, path))}");
        foreach (var path in result.Kept)
            tree.AddNode($"[grey]kept {Parts.Safe(Name(result, path))}[/]");
        return tree;
    }

    private static string Name(SafetyProject project, string path) =>
        Path.IsPathRooted(path) ? Path.GetRelativePath(project.Path, path) : path;
}
