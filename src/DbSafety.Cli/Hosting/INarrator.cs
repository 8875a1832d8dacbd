using DbSafety.Core.Hosting;
using Spectre.Console;

namespace DbSafety.Cli.Hosting;

/// <summary>Tells a person what goes on while it goes on.</summary>
internal interface INarrator : IDisposable
{
    void Step(StepReport step);

    void Progress(ProgressReport progress);

    /// <summary>True while a person types an answer: nothing is drawn then.</summary>
    bool Paused { get; set; }

    /// <summary>Writes something else without harm to what is on the screen.</summary>
    void Write(Action<Terminal> write);

    /// <summary>Writes one line of markup to standard error.</summary>
    void Message(string markup) => Write(terminal => terminal.Error.MarkupLine(markup));
}
