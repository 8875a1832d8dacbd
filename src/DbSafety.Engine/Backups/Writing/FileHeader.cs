using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Manifests;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>The comment at the top of a backup file, for the person who finds it.</summary>
internal static class FileHeader
{
    public static IEnumerable<string> Of(string id, ManifestServer server, string content, BackupRequest request)
    {
        yield return $"content:  {content}{(request.SchemaOnly ? ", structure only" : request.DataOnly ? ", data only" : "")}";
        yield return $"backup:   {id} (UTC) of database {server.Database}, PostgreSQL {server.Version}";
        yield return "restore:  gunzip -c FILE | psql -X -v ON_ERROR_STOP=1 DATABASE";
        yield return "All of it runs in one transaction. What the table needs is made only where it is absent; the table itself must not exist.";
        if (request.Where is { } condition)
            yield return $"NOT THE WHOLE TABLE: only the rows WHERE {condition}";
        if (request.DataFormat == BackupDataFormat.Insert)
            yield return "The rows are INSERT statements, one a line.";
    }
}
