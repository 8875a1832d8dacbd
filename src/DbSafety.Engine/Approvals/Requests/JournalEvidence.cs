using System.Text;
using System.Text.Json.Nodes;
using DbSafety.Engine.Migrations.Journals;

namespace DbSafety.Engine.Approvals.Requests;

/// <summary>What the journal says of requests and decisions: the envelopes that it keeps, the requests that are used up, its own rows.</summary>
internal sealed class JournalEvidence(IReadOnlyList<JournalRow> rows)
{
    /// <summary>Of a server that cannot be reached: it tells nothing.</summary>
    public static JournalEvidence Unread { get; } = new([]);

    /// <summary>The last row; null where there is none.</summary>
    public (long Position, string Hash)? Head => rows.Count == 0 ? null : (rows[^1].Position, rows[^1].Hash);

    public IReadOnlyList<EnvelopeSource> Envelopes => [.. rows.SelectMany(row => Texts(row.Entry.Detail).Select(text => new EnvelopeSource($"row {row.Position} of the journal", Encoding.UTF8.GetBytes(text))))];

    /// <summary>The run that used a request up; null where none did.</summary>
    public string? UsedBy(string request) => rows.FirstOrDefault(row => row.Event == JournalEvent.Approved && row.Entry.Detail["point"] is not null && (string?)row.Entry.Detail["request"] == request)?.RunId;

    /// <summary>True where the journal still holds the row that was its last one then.</summary>
    public bool Holds((long Position, string Hash) head) => this == Unread || rows.Any(row => row.Position == head.Position && row.Hash == head.Hash);

    private static IEnumerable<string> Texts(JsonObject detail) => detail["envelopes"] is JsonArray list ? list.Select(item => (string)item!) : [];
}
