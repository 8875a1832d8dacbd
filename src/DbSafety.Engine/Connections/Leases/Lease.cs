using System.Text.Json;
using System.Text.Json.Serialization;
using DbSafety.Core.Results.Connections;

namespace DbSafety.Engine.Connections.Leases;

/// <summary>What is written down before anybody is kept out, so that another process can give it back.</summary>
public sealed record Lease
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The format of the file.</summary>
    public int Version { get; init; } = 1;

    public required string Id { get; init; }

    public string? Target { get; init; }

    /// <summary>Host and port, as the operator reached it.</summary>
    public required string Server { get; init; }

    public string? SystemIdentifier { get; init; }

    public required SuspensionWay Way { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>Who did it.</summary>
    public required string By { get; init; }

    public string? Reason { get; init; }

    /// <summary>The state before.</summary>
    public required DatabaseAccess Before { get; init; }

    /// <summary>The roles whose login is taken away, as they were before.</summary>
    public IReadOnlyList<RoleAccess> Roles { get; init; } = [];

    /// <summary>Roles that lose CONNECT; null stands for PUBLIC.</summary>
    public IReadOnlyList<string?> Revoked { get; init; } = [];

    /// <summary>Those of them that hold nothing else: TEMPORARY keeps their place in the list meanwhile, so that its order comes back too.</summary>
    public IReadOnlyList<string?> Placeholders { get; init; } = [];

    /// <summary>Roles that get CONNECT for the time of the lease.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>The role whose own sessions stay able to write in a read-only database.</summary>
    public string? Writer { get; init; }

    /// <summary>The database is also paused in PgBouncer.</summary>
    public bool IsPooled { get; init; }

    /// <summary>Roles that were let in before the others.</summary>
    public IReadOnlyList<string> BackFirst { get; init; } = [];

    /// <summary>It is of this database: by the server's own number of itself where both know it, since a server has many addresses.</summary>
    public bool IsOf(string server, string database, string? systemIdentifier, uint oid) =>
        (Server == server && Before.Name == database) || (SystemIdentifier is not null && SystemIdentifier == systemIdentifier && Before.Oid == oid);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <exception cref="JsonException">It is no lease.</exception>
    public static Lease FromJson(string text) => JsonSerializer.Deserialize<Lease>(text, Json) ?? throw new JsonException("The file is empty.");

    /// <summary>The names of those that are kept out, for a person.</summary>
    public IReadOnlyList<string> KeptOut => Way switch
    {
        SuspensionWay.Connect => [.. Revoked.Select(role => role ?? "PUBLIC")],
        SuspensionWay.Role => [.. Roles.Select(role => role.Name)],
        SuspensionWay.ConnectionLimit => ["everybody but superusers"],
        _ => [],
    };

    public ConnectionLease ToResult(LeaseState state) => new()
    {
        Id = Id,
        Target = Target,
        Database = Before.Name,
        Way = Way,
        State = state,
        Since = Since,
        Until = Until,
        KeptOut = [.. KeptOut.Except(BackFirst)],
    };
}
