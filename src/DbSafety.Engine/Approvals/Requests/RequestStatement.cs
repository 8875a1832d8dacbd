using System.Text.Json.Nodes;

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>What a requester asks for: that this very plan may be run once, until a moment.</summary>
internal sealed record RequestStatement
{
    /// <summary>The type in the envelope.</summary>
    public const string PayloadType = "application/vnd.dbsafety.request+json";

    private const string Kind = "request";

    /// <summary>The digest of the plan.</summary>
    public required string Plan { get; init; }

    public required string Action { get; init; }

    public required string Target { get; init; }

    public required string Environment { get; init; }

    /// <summary>The account that asked, as its operating system knows it; the person is told by the signature.</summary>
    public required string Account { get; init; }

    public required string Reason { get; init; }

    /// <summary>Used up by the first run: 128 random bits.</summary>
    public required string Nonce { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    public bool Emergency { get; init; }

    /// <summary>The journal's last row, which everybody who decides on this witnesses: its position and its hash; null where there was none.</summary>
    public (long Position, string Hash)? JournalHead { get; init; }

    public byte[] ToBytes() => StatementText.Write(Kind, new JsonObject
    {
        ["plan"] = Plan,
        ["action"] = Action,
        ["target"] = Target,
        ["environment"] = Environment,
        ["account"] = Account,
        ["reason"] = Reason,
        ["nonce"] = Nonce,
        ["at"] = Moments.Write(At),
        ["notAfter"] = Moments.Write(NotAfter),
        ["emergency"] = Emergency,
        ["journal"] = JournalHead is { } head ? new JsonObject { ["position"] = head.Position, ["hash"] = head.Hash } : null,
    });

    /// <summary>Reads the bytes that were verified.</summary>
    /// <exception cref="FormatException">They are not such a statement.</exception>
    public static RequestStatement Read(byte[] payload)
    {
        var map = StatementText.Open(payload, Kind);
        return new RequestStatement
        {
            Plan = map.Text("plan"),
            Action = map.Text("action"),
            Target = map.Text("target"),
            Environment = map.Text("environment"),
            Account = map.Text("account"),
            Reason = map.Text("reason"),
            Nonce = map.Text("nonce"),
            At = Moments.Read(map.Text("at")),
            NotAfter = Moments.Read(map.Text("notAfter")),
            Emergency = map.Truth("emergency"),
            JournalHead = map.Map("journal") is { } head ? (head.Number("position"), head.Text("hash")) : null,
        };
    }
}
