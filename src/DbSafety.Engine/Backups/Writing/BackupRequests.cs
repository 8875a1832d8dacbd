using DbSafety.Core.Errors;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>Refuses requests that contradict themselves.</summary>
internal static class BackupRequests
{
    public static void Check(BackupRequest request)
    {
        if (request.SchemaOnly && request.DataOnly)
            throw Wrong("Structure only and data only leave nothing to write.", "Give one of --schema-only and --data-only, or neither.");
        var isNamed = request.Tables.Count + request.Patterns.Count + request.Schemas.Count > 0;
        if (isNamed == request.IsWholeDatabase)
            throw Wrong(isNamed ? "Everything is asked for, and tables or schemas too." : "No table is named.", "Give --all, or --table and --schema.");
        if (request.Where is not null && (request.IsWholeDatabase || request.Schemas.Count > 0))
            throw Wrong("A condition is for tables that are named: it must fit each of them.", "Name the tables with --table.");
        if (request is { Where: not null, SchemaOnly: true })
            throw Wrong("A condition chooses rows, and structure only has none.", "Give one of --where and --schema-only.");
        if (request.Where is not null)
            RowFilter.CheckText(request.Where);
        if (request.Jobs is < 1 or > 64)
            throw Wrong($"{request.Jobs} jobs are not possible.", "Give --jobs a number from 1 to 64.");
        if (request.CompressionLevel is < 1 or > 9)
            throw Wrong($"There is no gzip level {request.CompressionLevel}.", "Give --compression-level a number from 1 to 9.");
    }

    private static DbSafetyException Wrong(string message, string nextStep) =>
        new("BackupRequestInvalid", ErrorKind.InvalidArgument, message) { State = "Nothing was written.", NextStep = nextStep };
}
