using System.Text.Json.Nodes;

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>What one person decided on one request, and how long that is good.</summary>
internal sealed record DecisionStatement
{
    /// <summary>The type in the envelope.</summary>
    public const string PayloadType = "application/vnd.dbsafety.decision+json";

    private const string Kind = "decision";

    public required DecisionKind Decision { get; init; }

    /// <summary>The digest of the plan.</summary>
    public required string Plan { get; init; }

    /// <summary>The digest of the request's bytes, and so of its nonce, its requester and its journal head.</summary>
    public required string Request { get; init; }

    public required string Target { get; init; }

    public required string Environment { get; init; }

    /// <summary>The person, as the policy names them.</summary>
    public required string Approver { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    public byte[] ToBytes() => StatementText.Write(Kind, new JsonObject
    {
        ["decision"] = Decision.ToString(),
        ["plan"] = Plan,
        ["request"] = Request,
        ["target"] = Target,
        ["environment"] = Environment,
        ["approver"] = Approver,
        ["reason"] = Reason,
        ["notBefore"] = Moments.Write(NotBefore),
        ["notAfter"] = Moments.Write(NotAfter),
    });

    /// <summary>Reads the bytes that were verified.</summary>
    /// <exception cref="FormatException">They are not such a statement.</exception>
    public static DecisionStatement Read(byte[] payload)
    {
        var map = StatementText.Open(payload, Kind);
        return new DecisionStatement
        {
            Decision = Enum.TryParse<DecisionKind>(map.Text("decision"), out var decision) && Enum.IsDefined(decision) ? decision : throw new FormatException("its decision is not known"),
            Plan = map.Text("plan"),
            Request = map.Text("request"),
            Target = map.Text("target"),
            Environment = map.Text("environment"),
            Approver = map.Text("approver"),
            Reason = map.Text("reason"),
            NotBefore = Moments.Read(map.Text("notBefore")),
            NotAfter = Moments.Read(map.Text("notAfter")),
        };
    }
}
