using System.Globalization;
using System.Text.Json.Nodes;

namespace DbSafety.Engine.Audit;

/// <summary>How far a file has followed a database's journal. Each line of the file holds it.</summary>
/// <param name="Database">The server's number of itself and the database's OID, as <c>7412…/16384</c>; null where no database was met yet.</param>
/// <param name="Position">The position of the last row that the file has; 0 where it has none.</param>
/// <param name="Hash">The hash of that row.</param>
/// <param name="Wal">The write-ahead log's timeline and position when the row was read, as <c>00000001/0/16B3748</c>: a server that is behind it was restored.</param>
internal sealed record AuditCursor(string? Database, long Position, string? Hash, string? Wal)
{
    public static AuditCursor Start { get; } = new(null, 0, null, null);

    public JsonObject ToJson() => new() { ["database"] = Database, ["position"] = Position, ["hash"] = Hash, ["wal"] = Wal };

    /// <summary>The cursor of a line; the start where the line has none.</summary>
    public static AuditCursor Of(JsonObject? line)
    {
        try
        {
            return line?["cursor"] is JsonObject body
                ? new AuditCursor((string?)body["database"], (long)body["position"]!, (string?)body["hash"], (string?)body["wal"])
                : Start;
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or NullReferenceException)
        {
            return Start;
        }
    }

    /// <summary>True where the server's write-ahead log is on another timeline than the one that was met, or stands before it.</summary>
    public bool IsAheadOf(string? wal) => Read(Wal) is { } then && Read(wal) is { } now && (then.Timeline != now.Timeline || now.Place < then.Place);

    /// <summary>True where this is of that database. A role that may not read the server's number of itself says <c>?</c> for it.</summary>
    public bool IsOf(string? database)
    {
        var (one, other) = (Database?.Split('/') ?? [], database?.Split('/') ?? []);
        return one.Length == 2 && other.Length == 2 && one[1] == other[1] && (one[0] == other[0] || one[0] == "?" || other[0] == "?");
    }

    private static (string Timeline, ulong Place)? Read(string? wal)
    {
        var parts = wal?.Split('/') ?? [];
        return parts.Length == 3 && ulong.TryParse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var high)
            && ulong.TryParse(parts[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var low) ? (parts[0], (high << 32) + low) : null;
    }
}
