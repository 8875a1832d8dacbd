using System.Text.Json.Nodes;
using DbSafety.Engine.Approvals;
using DbSafety.Engine.Migrations.Journals;

namespace DbSafety.Engine.Migrations.Recording;

/// <summary>What the journal keeps of an approval before a change: point, plan and people, and the envelopes themselves.</summary>
internal static class GrantEntries
{
    public static IEnumerable<JournalEntry> Of(string runId, ApprovalGrant grant)
    {
        foreach (var point in grant.Points)
        {
            var entry = new JournalEntry(runId, JournalEvent.Approved);
            entry.Detail["point"] = point.Key();
            entry.Detail["plan"] = grant.Plan;
            entry.Detail["by"] = People(grant);
            entry.Detail["how"] = grant.Alone is not null ? ActedAlone.Point : grant.Signed is null ? "prompt" : "signed";
            grant.Signed?.Describe(entry.Detail, withEnvelopes: point == grant.Points[0]);
            yield return entry;
        }

        if (grant.Alone is not { } alone)
            yield break;
        var owed = new JournalEntry(runId, JournalEvent.ApprovalOutstanding);
        owed.Detail["point"] = ActedAlone.Point;
        owed.Detail["by"] = People(grant);
        owed.Detail["reason"] = alone.Reason;
        yield return owed;
    }

    private static JsonArray People(ApprovalGrant grant) => new([.. grant.People.Select(person => JsonValue.Create(person))]);
}
