using System.Text.RegularExpressions;
using DbSafety.Engine.Sql;
using Npgsql;

namespace DbSafety.Engine.Backups.Loading;

/// <summary>
/// The transaction-local settings by which a backup file remembers what it has made itself. Each file counts its own from zero: where
/// several files run in one transaction, those of the file before must be forgotten.
/// </summary>
internal static partial class MadeFlags
{
    /// <summary>The settings that a file's SQL names.</summary>
    public static IReadOnlyList<string> In(string sql) => [.. Flag().Matches(sql).Select(match => match.Value).Distinct()];

    /// <summary>Those that are set.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(NpgsqlConnection connection, IReadOnlyList<string> flags, CancellationToken cancellationToken) =>
        flags.Count == 0 ? [] : await SqlText.TextsAsync(connection,
            $"SELECT flag FROM unnest({Array(flags)}) AS flag WHERE pg_catalog.current_setting(flag, true) = 'yes'", cancellationToken);

    /// <summary>Sets them for the rest of the transaction, or forgets them.</summary>
    public static async Task SetAsync(NpgsqlConnection connection, IReadOnlyList<string> flags, bool made, CancellationToken cancellationToken)
    {
        if (flags.Count > 0)
            await SqlText.RunStatementAsync(connection, Setting(flags, made), cancellationToken);
    }

    /// <summary>The statement that sets them for the rest of the transaction, or forgets them.</summary>
    public static string Setting(IReadOnlyList<string> flags, bool made) => $"SELECT pg_catalog.set_config(flag, '{(made ? "yes" : "")}', true) FROM unnest({Array(flags)}) AS flag";

    private static string Array(IEnumerable<string> flags) => $"ARRAY[{string.Join(", ", flags.Select(Identifier.Literal))}]";

    [GeneratedRegex(@"dbsafety\.made_\d+")]
    private static partial Regex Flag();
}
