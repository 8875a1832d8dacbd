using System.Text.Json.Nodes;
using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Scripts;
using DbSafety.Engine.Projects.Layouts;
using DbSafety.Engine.Sql;

namespace DbSafety.Engine.Migrations.Planning;

/// <summary>A migration that is recorded as applied without being run.</summary>
/// <param name="Source">Its files.</param>
/// <param name="Up">The up script's text.</param>
/// <param name="Rollback">The rollback script's text.</param>
/// <param name="Origin">Where it is known from that it is applied: a person, or another tool's journal.</param>
internal sealed record BaselineMigration(MigrationSource Source, ScriptText Up, ScriptText? Rollback, string Origin)
{
    public string Id => Source.Id;

    /// <summary>The texts that the journal keeps.</summary>
    public IEnumerable<(string Key, string Text)> Scripts =>
        new[] { Up, Rollback }.OfType<ScriptText>().Select(text => (ScriptKey.Of(text.Text), text.Text));

    /// <summary>The texts that the journal keeps of all of them, each once.</summary>
    public static IEnumerable<(string Key, string Text)> Keep(IEnumerable<BaselineMigration> chosen) => chosen.SelectMany(migration => migration.Scripts).DistinctBy(script => script.Key);

    /// <summary>The beginning of the run that records them.</summary>
    public static JournalEntry Begin(string runId, IEnumerable<BaselineMigration> chosen, string? reason)
    {
        var begin = new JournalEntry(runId, JournalEvent.RunStarted);
        begin.Detail["direction"] = "baseline";
        begin.Detail["migrations"] = new JsonArray([.. chosen.Select(migration => JsonValue.Create(migration.Id))]);
        begin.Detail["reason"] = reason;
        return begin;
    }

    public string Describe() => $"{Id} ({Origin})";

    public JournalEntry Entry(string runId, string? reason)
    {
        var entry = new JournalEntry(runId, JournalEvent.Registered)
        {
            Migration = Id,
            Checksum = Up.Checksum,
            RawChecksum = Up.RawHash,
            UpScript = ScriptKey.Of(Up.Text),
            RollbackScript = Rollback is null ? null : ScriptKey.Of(Rollback.Text),
        };
        entry.Detail[ChecksumRule.Loose] = Up.LooseHash;
        entry.Detail["origin"] = Origin;
        entry.Detail["reason"] = reason;
        return entry;
    }
}
