using DbSafety.Core.Errors;
using DbSafety.Engine.Backups.Loading;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Reading;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Differences;
using Npgsql;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>
/// What a backup of a schema or a whole database holds beside its tables, such as extensions, functions and free sequences. It is made
/// where all tables of the set go into a database that has none: there a person restores a database, and not a table.
/// </summary>
internal sealed class ScopeRestore(NpgsqlConnection connection, BackupSet set, ManifestFile file)
{
    /// <summary>Null where tables are restored, and not a database.</summary>
    public static ScopeRestore? For(NpgsqlConnection connection, BackupSet set, IReadOnlyList<ManifestTable> tables, DatabaseSchema schema) =>
        set.Manifest.SchemaFile is { } file && tables.Count == set.Manifest.Tables.Count && schema.Tables.Count == 0 ? new ScopeRestore(connection, set, file) : null;

    /// <exception cref="DbSafetyException"><c>BackupFileAltered</c>.</exception>
    public async Task RequireFileAsync(CancellationToken cancellationToken)
    {
        if (await FileCheck.ProblemAsync(set, file, cancellationToken) is { } problem)
            throw FileCheck.Altered(set, [problem]);
    }

    /// <summary>Makes it, in a transaction of its own after the one of the tables, and compares. The file makes only what is absent.</summary>
    /// <returns>What is missing or otherwise than it was, each a sentence.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        using var warnings = new ServerWarnings(connection);
        var said = new List<string>();
        try
        {
            await new FileLoader(connection, set).LoadAsync(file, withTransaction: true, _ => { }, cancellationToken);
        }
        catch (PostgresException error)
        {
            await SqlText.RunStatementAsync(connection, "ROLLBACK", cancellationToken);
            said.Add($"What {file.Name} holds beside the tables could not be made: {error.MessageText} ({error.SqlState}).");
        }

        said.AddRange(warnings.Take().Select(text => $"The server warned: {text}"));
        await CopySession.ApplyAsync(connection, null, cancellationToken);
        var made = SchemaEntry.Of(await SchemaReader.ReadAsync(connection, cancellationToken)).ToLookup(entry => entry.Identity, entry => entry.Fingerprint);
        foreach (var item in set.Manifest.Objects ?? [])
        {
            if (!made.Contains(item.Key))
                said.Add($"Structure: {item.Key} is missing.");
            else if (!made[item.Key].Contains(item.Fingerprint))
                said.Add($"Structure: {item.Key} is not what it was.");
        }

        return said;
    }
}
