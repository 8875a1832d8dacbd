using System.Security.Cryptography;
using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Manifests;

namespace DbSafety.Engine.Backups.Reading;

/// <summary>Compares files with what their manifest says of them.</summary>
internal static class FileCheck
{
    /// <summary>What is wrong with a file, in a sentence; null where it is as it was written.</summary>
    public static async Task<string?> ProblemAsync(BackupSet set, ManifestFile file, CancellationToken cancellationToken)
    {
        if (await set.Store.FindAsync(file.Name, cancellationToken) is not { } found)
            return $"The file {file.Name} is missing.";
        if (found.Bytes != file.Bytes)
            return $"The file {file.Name} has {found.Bytes} bytes; it was written with {file.Bytes}.";
        await using var stream = await set.Store.OpenAsync(file.Name, cancellationToken);
        var hash = Convert.ToHexString(await SHA256.HashDataAsync(stream, cancellationToken)).ToLowerInvariant();
        return hash == file.Sha256 ? null : $"The file {file.Name} was altered: its SHA-256 is {hash}, not {file.Sha256}.";
    }

    /// <summary>Throws unless the files of these tables are as they were written.</summary>
    /// <exception cref="DbSafetyException"><c>BackupFileAltered</c>.</exception>
    public static async Task RequireAsync(BackupSet set, IEnumerable<ManifestTable> tables, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var table in tables)
            if (await ProblemAsync(set, table.File, cancellationToken) is { } problem)
                problems.Add(problem);
        if (problems.Count > 0)
            throw Altered(set, problems);
    }

    /// <summary>Files of a set are not what was written.</summary>
    public static DbSafetyException Altered(BackupSet set, IReadOnlyList<string> problems) =>
        new("BackupFileAltered", ErrorKind.BackupInvalid, problems.Count == 1 ? problems[0] : $"{problems.Count} files of backup {set.Id} are missing or were altered.")
        {
            State = "Nothing was changed: the files are checked before anything else.",
            NextStep = "Use another backup set (dbsafety backups lists them), or bring back the files from where they were copied to.",
            Detail = problems.Count == 1 ? [] : problems,
        };

    /// <summary>Throws unless what was read of a file, since it was checked, was read from the very bytes that its manifest names.</summary>
    /// <exception cref="DbSafetyException"><c>BackupFileAltered</c>.</exception>
    public static async Task RequireReadAsync(BackupFileReader reader, ManifestFile file, CancellationToken cancellationToken)
    {
        if (await reader.HashAsync(cancellationToken) == file.Sha256)
            return;
        throw new DbSafetyException("BackupFileAltered", ErrorKind.BackupInvalid, $"The file {file.Name} was altered between its check and its use.")
        {
            State = "No live table was changed.",
            NextStep = "Find out who changes it. Use another backup set (dbsafety backups lists them), or bring back the file from where it was copied to.",
        };
    }

    /// <summary>What is wrong with the form and the rows of a table's file, which is read to its end; null where nothing is.</summary>
    public static async Task<string?> FormProblemAsync(BackupSet set, ManifestTable table, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = await BackupFileReader.OpenAsync(set, table.File, cancellationToken);
            if (await TableRows.SkipToDataAsync(file, cancellationToken))
            {
                var (digest, rows) = await TableRows.ReadAsync(file, set.Manifest, table, _ => ValueTask.CompletedTask, cancellationToken);
                if (rows != table.Rows || digest != table.ContentDigest)
                    return $"The file {table.File.Name} holds {rows} rows with digest {digest}; the manifest says {table.Rows} and {table.ContentDigest}.";
            }

            while (file.NextSection() is not null)
                await file.ReadSqlAsync(cancellationToken);
            return null;
        }
        catch (Exception error) when (error is InvalidDataException or DbSafetyException)
        {
            return error.Message;
        }
    }
}
