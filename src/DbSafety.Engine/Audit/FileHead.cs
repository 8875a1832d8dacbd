using System.Text.Json.Nodes;
using DbSafety.Engine.Migrations.Journals;

namespace DbSafety.Engine.Audit;

/// <summary>The end of a file, as rows of the table name it: so the table witnesses the file, as the file does the table.</summary>
/// <param name="File">The hash of the file's first line, which no other file has.</param>
/// <param name="Hash">The hash of its last line.</param>
internal sealed record FileHead(string File, string Hash)
{
    private const string Key = "file_head";

    public static FileHead? Of(JournalEntry entry) =>
        entry.Detail[Key] is JsonObject body && (string?)body["file"] is { } file && (string?)body["hash"] is { } hash ? new FileHead(file, hash) : null;

    public void AddTo(JournalEntry entry) => entry.Detail[Key] = new JsonObject { ["file"] = File, ["hash"] = Hash };
}
