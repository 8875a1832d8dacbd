using System.Text.Json.Nodes;
using DbSafety.Engine.Audit.Chains;

namespace DbSafety.Engine.Audit;

/// <summary>What the lines of a file say of the table's rows.</summary>
internal static class AuditLines
{
    /// <summary>The hash that the file has of each position. Where the file followed another history later, that one counts.</summary>
    public static IReadOnlyDictionary<long, string> Rows(IEnumerable<string> lines)
    {
        var rows = new Dictionary<long, string>();
        foreach (var line in lines.Select(ChainLine.Read).OfType<ChainLine>())
        {
            if (line.Body["row"] is JsonObject body && AuditRow.FromJson(body) is { } row)
                rows[row.Position] = row.Hash;
        }

        return rows;
    }
}
