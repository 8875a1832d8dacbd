namespace DbSafety.Core.Results.Connections;

/// <summary>One session on the server, as <c>pg_stat_activity</c> shows it.</summary>
public sealed record AppConnection
{
    /// <summary>The server process.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>The role that logged in.</summary>
    public required string Role { get; init; }

    /// <summary>The client's address; <c>local</c> for a socket of the server's machine, null where it may not be seen.</summary>
    public string? Client { get; init; }

    /// <summary>What the application calls itself.</summary>
    public string? Application { get; init; }

    /// <summary><c>active</c>, <c>idle</c>, <c>idle in transaction</c>, …; null where it may not be seen.</summary>
    public string? State { get; init; }

    /// <summary>Since when it is in that state.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>How long it has been in that state.</summary>
    public TimeSpan? StateAge { get; init; }

    /// <summary>When it connected. With <see cref="ProcessId"/> it names the session for ever, also when the process number is used again.</summary>
    public DateTimeOffset? ConnectedAt { get; init; }

    /// <summary>When its open transaction began; null where none is open.</summary>
    public DateTimeOffset? TransactionStart { get; init; }

    /// <summary>What it waits for, such as <c>Lock: transactionid</c>; null where it does not wait.</summary>
    public string? WaitingFor { get; init; }

    /// <summary>The server processes that it waits for.</summary>
    public IReadOnlyList<int> BlockedBy { get; init; } = [];

    /// <summary>The last query, its values replaced by <c>?</c> where that was asked for; null where it may not be seen.</summary>
    public string? Query { get; init; }

    /// <summary>The target whose server was asked; null for a connection that is no target.</summary>
    public string? Target { get; init; }
}
