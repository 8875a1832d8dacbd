namespace DbSafety.Core.Errors;

/// <summary>
/// The one exception that leaves an operation. It tells what happened, what state things are in now, and which command to run next.
/// It never carries a password.
/// </summary>
public sealed class DbSafetyException : Exception
{
    /// <param name="id">The stable id, in Pascal case, such as <c>BackupFileAltered</c>. Part of the contract: never reused.</param>
    /// <param name="kind">What kind of trouble it was.</param>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause, where it was caught.</param>
    public DbSafetyException(string id, ErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Id = id;
        Kind = kind;
    }

    /// <summary>The stable id of this error.</summary>
    public string Id { get; }

    /// <summary>What kind of trouble it was.</summary>
    public ErrorKind Kind { get; }

    /// <summary>What state things are in now, such as <c>Nothing was changed.</c></summary>
    public string? State { get; init; }

    /// <summary>What to do next: a command line, or a sentence that holds one.</summary>
    public string? NextStep { get; init; }

    /// <summary>PostgreSQL's error code, where the server raised it.</summary>
    public string? SqlState { get; init; }

    /// <summary>The file that the error is in, where there is one.</summary>
    public string? Script { get; init; }

    /// <summary>The line in the file, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The column in the line, from 1.</summary>
    public int? Column { get; init; }

    /// <summary>More for a person: the blockers, the differences, the rows.</summary>
    public IReadOnlyList<string> Detail { get; init; } = [];

    /// <summary>The exit code of a process that ends with this error.</summary>
    public ExitCode ExitCode => ExitCodes.For(Kind);
}
