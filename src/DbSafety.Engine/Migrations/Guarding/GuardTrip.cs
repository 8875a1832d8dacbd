using DbSafety.Core.Errors;

namespace DbSafety.Engine.Migrations.Guarding;

/// <summary>Why the guard stopped a statement.</summary>
/// <param name="Reason">The limit that was passed, as the end of a sentence.</param>
/// <param name="Waiting">Who was waiting, the longest first.</param>
/// <param name="NextStep">What to do where it is not about who waits.</param>
public sealed record GuardTrip(string Reason, IReadOnlyList<WaitingSession> Waiting, string? NextStep = null)
{
    /// <summary>The error of the statement that was stopped.</summary>
    internal DbSafetyException Error(string script, string path, int line) =>
        new("GuardLimitReached", ErrorKind.LimitReached, $"{script}, line {line}: the guard stopped it, because {Reason}.")
        {
            Script = path,
            Line = line,
            Detail = [.. Waiting.Take(20).Select(session => $"Waited behind it: {session}")],
            NextStep = NextStep ?? "Run it again when there is less traffic; or split the migration, so that it holds its locks for a shorter time; "
                + "or raise limits.guard for this environment in dbsafety.yaml.",
        };
}
