using System.Globalization;
using System.Text.Json.Nodes;
using DbSafety.Engine.Migrations.Journals;

namespace DbSafety.Engine.Audit;

/// <summary>A row of the journal as the file keeps it: whole, so that its hash can be computed again without the database.</summary>
internal static class AuditRow
{
    public static JsonObject ToJson(JournalRow row)
    {
        var body = new JsonObject
        {
            ["position"] = row.Position,
            ["recordedAt"] = JournalHash.Time(row.RecordedAt),
        };
        AddEntry(body, row.Entry, row.OsUser, row.Host, row.ToolVersion);
        body["role"] = row.DatabaseRole;
        body["pid"] = row.BackendPid;
        body["previousHash"] = row.PreviousHash;
        body["hash"] = row.Hash;
        return body;
    }

    /// <summary>An event that no table has.</summary>
    public static JsonObject ToJson(JournalEntry entry, string osUser, string host)
    {
        var body = new JsonObject();
        AddEntry(body, entry, osUser, host, JournalWriter.ToolVersion);
        return body;
    }

    /// <summary>Reads a row; null where the keys are not those of one.</summary>
    public static JournalRow? FromJson(JsonObject body)
    {
        try
        {
            return new JournalRow((long)body["position"]!, DateTimeOffset.Parse((string)body["recordedAt"]!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                (string)body["osUser"]!, (string)body["host"]!, (int)body["pid"]!, (string)body["role"]!, (string)body["tool"]!,
                (string)body["previousHash"]!, (string)body["hash"]!, EntryOf(body)!);
        }
        catch (Exception error) when (IsMalformed(error))
        {
            return null;
        }
    }

    /// <summary>What happened; null where the keys are not those of an event, or a newer version wrote it.</summary>
    public static JournalEntry? EntryOf(JsonObject body)
    {
        try
        {
            if (!Enum.TryParse<JournalEvent>(((string)body["event"]!).Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var what))
                return null;
            return new JournalEntry((string)body["runId"]!, what)
            {
                Migration = (string?)body["migration"],
                Step = (int?)body["step"],
                Checksum = (string?)body["checksum"],
                RawChecksum = (string?)body["rawChecksum"],
                UpScript = (string?)body["upScript"],
                RollbackScript = (string?)body["rollbackScript"],
                VerifyScript = (string?)body["verifyScript"],
                BackupId = (string?)body["backup"],
                Fingerprint = (string?)body["fingerprint"],
                Duration = (long?)body["durationMs"] is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
                Detail = body["detail"]?.DeepClone().AsObject() ?? [],
            };
        }
        catch (Exception error) when (IsMalformed(error))
        {
            return null;
        }
    }

    private static bool IsMalformed(Exception error) => error is InvalidOperationException or FormatException or ArgumentException or NullReferenceException or OverflowException;

    private static void AddEntry(JsonObject body, JournalEntry entry, string osUser, string host, string tool)
    {
        body["runId"] = entry.RunId;
        body["event"] = JournalWriter.NameOf(entry.Event);
        Add("migration", entry.Migration);
        if (entry.Step is { } step)
            body["step"] = step;
        body["osUser"] = osUser;
        body["host"] = host;
        body["tool"] = tool;
        Add("checksum", entry.Checksum);
        Add("rawChecksum", entry.RawChecksum);
        Add("upScript", entry.UpScript);
        Add("rollbackScript", entry.RollbackScript);
        Add("verifyScript", entry.VerifyScript);
        Add("backup", entry.BackupId);
        Add("fingerprint", entry.Fingerprint);
        if (entry.Duration is { } duration)
            body["durationMs"] = (long)duration.TotalMilliseconds;
        body["detail"] = entry.Detail.DeepClone();

        void Add(string name, string? value)
        {
            if (value is not null)
                body[name] = value;
        }
    }
}
