using DbSafety.Core.Errors;
using DbSafety.Core.Hosting;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Differences;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Rehearsal.Shadows;

/// <summary>Gives a shadow the target's schema. What would reach out from it stays away: subscriptions, and the passwords of foreign servers.</summary>
internal sealed class ShadowSchema(DatabaseSchema target, bool withOwnership, IOperationHost host)
{
    /// <summary>Makes what has to be there before the rows.</summary>
    public Task BeforeRowsAsync(NpgsqlConnection shadow, CancellationToken cancellationToken) =>
        ApplyAsync(shadow, Objects.Where(item => item.Section == SchemaSection.PreData), cancellationToken);

    /// <summary>Makes the rest, such as indexes, foreign keys and triggers.</summary>
    public Task AfterRowsAsync(NpgsqlConnection shadow, CancellationToken cancellationToken) =>
        ApplyAsync(shadow, Objects.Where(item => item.Section != SchemaSection.PreData), cancellationToken);

    /// <summary>Warns where the copy is not the same.</summary>
    public async Task CompareAsync(NpgsqlConnection shadow, CancellationToken cancellationToken)
    {
        var copy = await SchemaReader.ReadAsync(shadow, cancellationToken);
        if (copy.Fingerprint == target.Fingerprint)
            return;
        var different = SchemaComparison.Compare(target, copy).Where(difference => !IsLeftOut(difference.Kind)).ToList();
        if (different.Count > 0 && withOwnership)
            host.Warning($"The shadow's schema is not quite the target's: {string.Join("; ", different.Take(3))}{(different.Count > 3 ? $" and {different.Count - 3} more" : "")}.");
        else if (!withOwnership)
            host.Warning("The shadow has the target's schema without its owners and privileges, which the role may not give: a rollback that loses a privilege given before is not seen.");
    }

    private IEnumerable<SchemaObject> Objects => target.Objects.Where(item => !IsLeftOut(KindWords.Of(item.Kind)));

    private static bool IsLeftOut(string kind) => kind is "subscription" or "user mapping";

    private async Task ApplyAsync(NpgsqlConnection shadow, IEnumerable<SchemaObject> objects, CancellationToken cancellationToken)
    {
        try
        {
            await SchemaApplier.ApplyAsync(shadow, objects, withOwnership, cancellationToken);
        }
        catch (DbSafetyException error) when (error.Kind is not ErrorKind.Cancelled)
        {
            throw ShadowErrors.SchemaNotCopied(error);
        }
    }

    /// <summary>Gives the shadow the settings that the target's database has for all roles, such as a search path.</summary>
    public static async Task CopySettingsAsync(NpgsqlConnection target, NpgsqlConnection shadow, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT pg_catalog.unnest(s.setconfig)::text
            FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
            WHERE d.datname = pg_catalog.current_database() AND s.setrole = 0
            """;
        var settings = new List<string>();
        await using (var command = new NpgsqlCommand(Sql, target))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                settings.Add(reader.GetString(0));
        }

        foreach (var setting in settings.Select(text => text.Split('=', 2)).Where(parts => parts.Length == 2))
        {
            // A list is kept as the statement wrote it; everything else is one value.
            var value = setting[0] is "search_path" or "temp_tablespaces" ? setting[1] : Identifier.Literal(setting[1]);
            if (setting[0] is "default_transaction_read_only" or "role" || value.Length == 0)
                continue;
            await using var command = new NpgsqlCommand($"ALTER DATABASE {Identifier.Quote(shadow.Database)} SET {setting[0]} = {value}", shadow);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
