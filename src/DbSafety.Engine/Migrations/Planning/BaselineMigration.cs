using DbSafety.Engine.Migrations.Journals;
using DbSafety.Engine.Migrations.Running;
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

    public string Describe() => $"{Id} ({Origin})";

    public JournalEntry Entry(RunContext run)
    {
        var entry = run.Entry(JournalEvent.Registered, Id) with
        {
            Checksum = Up.Checksum,
            RawChecksum = Up.RawHash,
            UpScript = ScriptKey.Of(Up.Text),
            RollbackScript = Rollback is null ? null : ScriptKey.Of(Rollback.Text),
        };
        entry.Detail[ChecksumRule.Loose] = Up.LooseHash;
        entry.Detail["origin"] = Origin;
        entry.Detail["reason"] = run.Reason;
        return entry;
    }
}
