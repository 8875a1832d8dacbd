using System.IO.Enumeration;
using DbSafety.Core.Options;
using DbSafety.Core.Results.Connections;

namespace DbSafety.Engine.Connections;

/// <summary>Which sessions are meant. A list that is empty asks for nothing.</summary>
internal sealed record ConnectionFilter
{
    public IReadOnlyList<string> Databases { get; init; } = [];

    public IReadOnlyList<string> Roles { get; init; } = [];

    public IReadOnlyList<string> Applications { get; init; } = [];

    public IReadOnlyList<string> Clients { get; init; } = [];

    public IReadOnlyList<string> States { get; init; } = [];

    public TimeSpan? IdleFor { get; init; }

    public TimeSpan? ActiveFor { get; init; }

    public static ConnectionFilter Of(GetAppConnectionOptions options, string database) => new()
    {
        Databases = options.Database.Length > 0 ? options.Database : [database],
        Roles = options.Role,
        Applications = options.Application,
        Clients = options.Client,
        States = options.State,
        IdleFor = options.IdleFor,
        ActiveFor = options.ActiveFor,
    };

    public bool Matches(AppConnection connection) =>
        IsOneOf(connection.Database, Databases)
        && IsOneOf(connection.Role, Roles)
        && IsOneOf(connection.Application, Applications)
        && IsOneOf(connection.Client, Clients)
        && IsOneOf(connection.State, States)
        && (IdleFor is null || (connection.State?.StartsWith("idle", StringComparison.Ordinal) == true && connection.StateAge >= IdleFor))
        && (ActiveFor is null || (connection.State == "active" && connection.StateAge >= ActiveFor));

    private static bool IsOneOf(string? value, IReadOnlyList<string> patterns) =>
        patterns.Count == 0 || patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, value ?? ""));
}
