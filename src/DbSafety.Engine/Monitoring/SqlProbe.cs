using System.Globalization;
using DbSafety.Engine.Postgres;
using Npgsql;

namespace DbSafety.Engine.Monitoring;

/// <summary>Runs the query of a check and judges what it gives.</summary>
internal static class SqlProbe
{
    public static async Task<(bool Passed, string Detail)> AskAsync(SqlCheck check, Sessions sessions, CancellationToken cancellationToken)
    {
        await using var connection = await sessions.OpenAsync("check", cancellationToken);
        // A check looks and changes nothing. The server's own limit ends the query where our cancel request does not reach it.
        var milliseconds = ((long)check.Timeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        await using (var limits = new NpgsqlCommand($"SET default_transaction_read_only = on; SET statement_timeout = {milliseconds}", connection))
            await limits.ExecuteNonQueryAsync(cancellationToken);

        // Values come as the server writes them, so that 'expect' is compared with what psql would show.
        await using var command = new NpgsqlCommand(check.Sql, connection) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (reader.FieldCount != 1)
            return (false, $"The query gives {reader.FieldCount} columns; one is wanted.");
        return check.Expect is { } expected ? await ExpectAsync(reader, expected, cancellationToken) : await AllTrueAsync(reader, cancellationToken);
    }

    private static async Task<(bool Passed, string Detail)> ExpectAsync(NpgsqlDataReader reader, string expected, CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken))
            return (false, $"No row came; '{expected}' was expected.");
        var value = reader.IsDBNull(0) ? null : reader.GetString(0);
        if (await reader.ReadAsync(cancellationToken))
            return (false, $"More than one row came; the single value '{expected}' was expected.");
        if (reader.GetDataTypeName(0) == "boolean")
            value = value switch { "t" => "true", "f" => "false", _ => value };
        return value == expected ? (true, $"It gave {Show(value)}, as expected.") : (false, $"It gave {Show(value)}; '{expected}' was expected.");
    }

    // No row at all proves nothing, and null is not true.
    private static async Task<(bool Passed, string Detail)> AllTrueAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        if (reader.GetDataTypeName(0) != "boolean")
            return (false, $"The query gives a {reader.GetDataTypeName(0)}; without 'expect' it must give true or false.");
        var rows = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            rows++;
            if (reader.IsDBNull(0) || reader.GetString(0) != "t")
                return (false, rows == 1 ? $"It gave {(reader.IsDBNull(0) ? "null" : "false")}." : $"Row {rows} is {(reader.IsDBNull(0) ? "null" : "false")}.");
        }

        return rows == 0 ? (false, "No row came; every row must be true, and at least one must come.") : (true, rows == 1 ? "It gave true." : $"All {rows} rows are true.");
    }

    private static string Show(string? value) => value is null ? "null" : value.Length > 120 ? $"'{value[..120]}…'" : $"'{value}'";
}
