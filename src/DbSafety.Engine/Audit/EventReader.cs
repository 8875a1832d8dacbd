using System.Text.Json.Nodes;
using DbSafety.Core.Hosting;
using DbSafety.Core.Results;
using DbSafety.Core.Results.Journals;
using DbSafety.Engine.Audit.Chains;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Operations;

namespace DbSafety.Engine.Audit;

/// <summary>All events of a target, from the database and from the file, in their order.</summary>
internal sealed class EventReader(ResolvedTarget target, IOperationHost host)
{
    public async Task<IReadOnlyList<SafetyJournalEvent>> ReadAsync(bool fileOnly, CancellationToken cancellationToken)
    {
        var events = new Dictionary<string, SafetyJournalEvent>(StringComparer.Ordinal);
        var file = AuditFile.Of(target, host);
        if (file is not null && File.Exists(file.Path))
        {
            foreach (var line in (await ChainFile.ReadAsync(file.Path, host, cancellationToken)).Select(ChainLine.Read).OfType<ChainLine>())
            {
                if (line.Body["row"] is JsonObject row && AuditRow.FromJson(row) is { } known)
                    events[known.Hash] = Of(known, JournalPlace.File);
                else if (line.Body["local"] is JsonObject local && AuditRow.EntryOf(local) is { } entry && DateTimeOffset.TryParse((string?)line.Body["time"], System.Globalization.CultureInfo.InvariantCulture, out var time))
                    events[line.Hash] = Of(entry, null, time, $"{local["osUser"]}@{local["host"]}", null, JournalPlace.File, null);
            }
        }

        if (!fileOnly)
        {
            await using var session = await target.Sessions.OpenAsync("journal", cancellationToken);
            foreach (var row in await JournalReader.ReadAsync(session, cancellationToken))
                events[row.Hash] = Of(row, events.ContainsKey(row.Hash) ? JournalPlace.Both : JournalPlace.Database);
        }

        return [.. events.Values.OrderBy(one => one.Time).ThenBy(one => one.Position)];
    }

    private SafetyJournalEvent Of(JournalRow row, JournalPlace place) =>
        Of(row.Entry, row.Position, row.RecordedAt, $"{row.OsUser}@{row.Host}", row.DatabaseRole, place, row.Hash);

    private SafetyJournalEvent Of(JournalEntry entry, long? position, DateTimeOffset time, string by, string? role, JournalPlace place, string? hash) => new(
        position, time, JournalWriter.NameOf(entry.Event), target.Name, entry.RunId, entry.Migration, entry.Step, by, role, place, entry.Duration,
        EventSummary.Of(entry), entry.Detail.ToJsonString(ResultJson.Compact), hash);
}
