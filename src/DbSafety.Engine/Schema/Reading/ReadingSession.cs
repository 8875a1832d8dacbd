using Npgsql;

namespace DbSafety.Engine.Schema.Reading;

/// <summary>
/// One consistent view of the catalogs, with the settings under which the server's functions write every name in full and every
/// value in one form. At the end the session has its own settings again.
/// </summary>
internal sealed class ReadingSession : IAsyncDisposable
{
    // As pg_dump sets them, so that definitions read the same whoever asks. Looking in pg_temp last keeps others from hiding a catalog.
    private static readonly (string Name, string Value)[] Settings =
    [
        ("search_path", "pg_catalog, pg_temp"),
        ("DateStyle", "ISO"),
        ("IntervalStyle", "postgres"),
        ("extra_float_digits", "3"),
        ("quote_all_identifiers", "off"),
        ("standard_conforming_strings", "on"),
        ("bytea_output", "hex"),
        ("xmlbinary", "base64"),
        // Estimates of large catalogs make the server compile queries that take less time than that.
        ("jit", "off"),
    ];

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction? _transaction;
    private readonly string[] _before;

    private ReadingSession(NpgsqlConnection connection, NpgsqlTransaction? transaction, string[] before, int version)
    {
        _connection = connection;
        _transaction = transaction;
        _before = before;
        Version = version;
    }

    /// <summary>The server's version number.</summary>
    public int Version { get; }

    public static async Task<ReadingSession> OpenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        NpgsqlTransaction? transaction = null;
        try
        {
            transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        }
        catch (InvalidOperationException)
        {
            // The caller's transaction is open: its snapshot is the one to read.
        }

        await using var command = new NpgsqlCommand(
            $"""
            SELECT current_setting('server_version_num')::int, ARRAY[{string.Join(", ", Settings.Select(setting => $"current_setting('{setting.Name}')"))}],
                   {string.Join(", ", Settings.Select(setting => $"set_config('{setting.Name}', '{setting.Value}', false)"))}
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new ReadingSession(connection, transaction, reader.GetFieldValue<string[]>(1), reader.GetInt32(0));
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
        {
            // Rolling back also takes the settings back.
            await _transaction.DisposeAsync();
            return;
        }

        try
        {
            await using var command = new NpgsqlCommand(
                "SELECT " + string.Join(", ", Settings.Select((setting, i) => $"pg_catalog.set_config('{setting.Name}', ${i + 1}, false)")), _connection);
            foreach (var value in _before)
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
        {
            // The caller's transaction has failed, which takes the settings back, or the session is gone.
        }
    }
}
