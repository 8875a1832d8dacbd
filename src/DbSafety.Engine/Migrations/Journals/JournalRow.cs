namespace DbSafety.Engine.Migrations.Journals;

/// <summary>A row of the journal as it stands in the database.</summary>
/// <param name="Position">Its place in the chain, from 1.</param>
/// <param name="RecordedAt">The server's time.</param>
/// <param name="OsUser">The person or account that ran the command.</param>
/// <param name="Host">The machine that ran it.</param>
/// <param name="BackendPid">The server process of the session that wrote it.</param>
/// <param name="DatabaseRole">The role that spoke with the server.</param>
/// <param name="ToolVersion">The version of DbSafety.</param>
/// <param name="PreviousHash">The hash of the row before.</param>
/// <param name="Hash">The hash of this row.</param>
/// <param name="Entry">What was written.</param>
public sealed record JournalRow(
    long Position,
    DateTimeOffset RecordedAt,
    string OsUser,
    string Host,
    int BackendPid,
    string DatabaseRole,
    string ToolVersion,
    string PreviousHash,
    string Hash,
    JournalEntry Entry)
{
    public string RunId => Entry.RunId;

    public JournalEvent Event => Entry.Event;

    public string? Migration => Entry.Migration;
}
