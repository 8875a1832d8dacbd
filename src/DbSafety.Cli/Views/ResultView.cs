using Spectre.Console.Rendering;

namespace DbSafety.Cli.Views;

/// <summary>The view of one result type.</summary>
internal abstract class ResultView<T> : IResultView
{
    public IRenderable Render(IReadOnlyList<object> results, bool many) =>
        many ? List([.. results.Cast<T>()]) : One((T)results[^1]);

    /// <summary>A table of all, with the columns that people look for.</summary>
    protected abstract IRenderable List(IReadOnlyList<T> results);

    /// <summary>One of them with its details.</summary>
    protected virtual IRenderable One(T result) => List([result]);
}
