namespace DbSafety.Core.Hosting;

/// <summary>
/// The world as an operation may see it. A part of the engine reads no console, clock or environment variable by itself:
/// a cmdlet, the console or a runbook gives them here.
/// </summary>
public interface IOperationHost
{
    /// <summary>The clock, also for waiting.</summary>
    TimeProvider Time { get; }

    /// <summary>The folder that relative paths start from.</summary>
    string WorkingDirectory { get; }

    /// <summary>The person or account that runs the command, as the operating system knows it.</summary>
    string UserName { get; }

    /// <summary>The machine that runs the command.</summary>
    string MachineName { get; }

    /// <summary>True when a person can answer a question now.</summary>
    bool CanAsk { get; }

    /// <summary>The value of an environment variable, or null.</summary>
    string? GetEnvironmentVariable(string name);

    /// <summary>Detail for who asked for it.</summary>
    void Verbose(string message);

    /// <summary>Something a person should know before going on.</summary>
    void Warning(string message);

    /// <summary>One step of a procedure began or ended.</summary>
    void Step(StepReport step);

    /// <summary>How far something long has come.</summary>
    void Progress(ProgressReport progress);

    /// <summary>
    /// Asks whether to do what the confirmation describes. Under WhatIf it shows it and answers false; with Force it answers true.
    /// </summary>
    /// <exception cref="Errors.DbSafetyException"><c>ConfirmationNeeded</c>: nobody can answer.</exception>
    Task<bool> ConfirmAsync(Confirmation confirmation, CancellationToken cancellationToken);

    /// <summary>Asks a person; only to be called when <see cref="CanAsk"/>.</summary>
    Task<string> AskAsync(Question question, CancellationToken cancellationToken);

    /// <summary>Hands out one result of the command.</summary>
    void Write(object result);
}
