using System.Globalization;
using System.Reflection;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Migrations.Journals;

/// <summary>Makes the journal, or brings an older one up to date. To be called under the run lock.</summary>
public static class JournalInstaller
{
    /// <summary>The version of the structure that this tool writes.</summary>
    public const int Version = 3;

    // What makes each version of the one before.
    private static readonly string[] Scripts = ["CreateJournal.sql", "UpgradeJournal2.sql", "UpgradeJournal3.sql"];

    /// <summary>
    /// Makes sure that the journal is there and of our version; true when it was made now. An older one that the role may not bring up to
    /// date serves as it is: what was added since is not kept.
    /// </summary>
    /// <exception cref="Core.Errors.DbSafetyException"><c>JournalNotAllowed</c>, <c>JournalNewer</c>, <c>JournalForeign</c>, <c>JournalNotReadable</c>.</exception>
    public static async Task<bool> EnsureAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, cancellationToken);
        if (found.Schema && !found.VersionTable)
            throw JournalErrors.Foreign();
        if (found.VersionTable)
        {
            var version = await RefuseNewerAsync(session, cancellationToken);
            if (version < Version && found.MayUpgrade)
                await RunAsync(session, version, cancellationToken);
            return false;
        }

        if (!found.MayCreate)
            throw JournalErrors.NotAllowed(found.Role, found.Database);
        await RunAsync(session, 0, cancellationToken);
        return true;
    }

    /// <summary>Refuses before anything is changed when <see cref="EnsureAsync"/> would.</summary>
    public static async Task CheckAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        var found = await FindAsync(session, cancellationToken);
        if (found.Schema && !found.VersionTable)
            throw JournalErrors.Foreign();
        if (!found.Schema && !found.MayCreate)
            throw JournalErrors.NotAllowed(found.Role, found.Database);
        if (found.VersionTable)
            await RefuseNewerAsync(session, cancellationToken);
    }

    /// <summary>The statements by which <see cref="EnsureAsync"/> would make the journal, or bring it up to date; empty where it is.</summary>
    /// <exception cref="Core.Errors.DbSafetyException">As <see cref="CheckAsync"/>.</exception>
    public static async Task<IReadOnlyList<string>> ScriptAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        await CheckAsync(session, cancellationToken);
        var found = await FindAsync(session, cancellationToken);
        var version = found.VersionTable ? await RefuseNewerAsync(session, cancellationToken) : 0;
        if (version == Version || (found.VersionTable && !found.MayUpgrade))
            return [];
        return
        [
            .. Scripts.Skip(version).Append("GrantUpgraded.sql").SelectMany(script => SqlScript.Parse(Text(script)).Statements).Select(statement => statement.Text),
            string.Create(CultureInfo.InvariantCulture, $"INSERT INTO dbsafety.version (version, tool_version) VALUES ({Version}, {Identifier.Literal(JournalWriter.ToolVersion)})"),
        ];
    }

    private static async Task<(bool Schema, bool VersionTable, bool MayCreate, string Role, string Database, bool MayUpgrade)> FindAsync(
        NpgsqlConnection session, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = 'dbsafety'),
                   EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                           WHERE n.nspname = 'dbsafety' AND c.relname = 'version'),
                   pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),
                   current_user::text,
                   pg_catalog.current_database()::text,
                   coalesce((SELECT pg_catalog.has_schema_privilege(n.oid, 'CREATE') AND coalesce(pg_catalog.pg_has_role(c.relowner, 'USAGE'), false)
                            FROM pg_catalog.pg_namespace n LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 'journal'
                            WHERE n.nspname = 'dbsafety'), false)
            """;
        await using var command = new NpgsqlCommand(Sql, session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetBoolean(0), reader.GetBoolean(1), reader.GetBoolean(2), reader.GetString(3), reader.GetString(4), reader.GetBoolean(5));
    }

    private static async Task<int> RefuseNewerAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM dbsafety.version", session);
            var version = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
            if (version > Version)
                throw JournalErrors.Newer($"structure version {version}");
            return version;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw JournalErrors.NotReadable(error, session.UserName);
        }
    }

    /// <summary>Brings the structure from a version, 0 where there is none, to ours.</summary>
    private static async Task RunAsync(NpgsqlConnection session, int from, CancellationToken cancellationToken)
    {
        await using var transaction = await session.BeginTransactionAsync(cancellationToken);
        foreach (var script in Scripts.Skip(from).Append("GrantUpgraded.sql"))
        {
            await using var command = new NpgsqlCommand(Text(script), session, transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var record = new NpgsqlCommand("INSERT INTO dbsafety.version (version, tool_version) VALUES ($1, $2)", session, transaction)
        {
            Parameters = { new() { Value = Version }, new() { Value = JournalWriter.ToolVersion } },
        })
            await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static string Text(string script)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{typeof(JournalInstaller).Namespace}.{script}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
