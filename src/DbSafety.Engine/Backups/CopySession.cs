using System.Globalization;
using Npgsql;

namespace DbSafety.Engine.Backups;

/// <summary>
/// The settings of every session that reads or loads rows: those that pg_dump makes (research B2), and those that the text of a value
/// depends on, so that equal rows have equal text everywhere. Without <c>row_security = off</c> a forced policy would give an empty backup.
/// </summary>
internal static class CopySession
{
    /// <summary>The settings that the text form of values depends on; the files make them too.</summary>
    public static IReadOnlyList<string> TextSettings { get; } =
    [
        "SET DateStyle = 'ISO, YMD'",
        "SET IntervalStyle = 'postgres'",
        "SET TimeZone = 'UTC'",
        "SET lc_monetary = 'C'",
        "SET extra_float_digits = 3",
        "SET bytea_output = 'hex'",
        "SET xmloption = 'content'",
        "SET array_nulls = on",
        "SET standard_conforming_strings = on",
    ];

    /// <summary>The settings.</summary>
    /// <param name="lockTimeout">How long a statement waits for a lock; null leaves it as it is.</param>
    /// <param name="serverMajor">The version of the server.</param>
    public static IReadOnlyList<string> Settings(TimeSpan? lockTimeout, int serverMajor) =>
    [
        .. TextSettings,
        "SET search_path = ''",
        "SET row_security = off",
        "SET synchronize_seqscans = off",
        "SET quote_all_identifiers = off",
        "SET check_function_bodies = off",
        "SET client_min_messages = warning",
        "SET statement_timeout = 0",
        "SET idle_in_transaction_session_timeout = 0",
        .. lockTimeout is { } limit ? (string[])[string.Create(CultureInfo.InvariantCulture, $"SET lock_timeout = {(long)limit.TotalMilliseconds}")] : [],
        .. serverMajor >= 17 ? (string[])["SET transaction_timeout = 0"] : [],
    ];

    /// <summary>Makes the settings.</summary>
    /// <param name="lockTimeout">How long a statement waits for a lock; null leaves it as it is.</param>
    public static async Task ApplyAsync(NpgsqlConnection connection, TimeSpan? lockTimeout, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(string.Join("; ", Settings(lockTimeout, connection.PostgreSqlVersion.Major)), connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
