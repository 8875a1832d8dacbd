using DbSafety.Core.Errors;
using Npgsql;

namespace DbSafety.Engine.Postgres;

/// <summary>Opens the sessions of one command on one database. Each is a server session of its own: nothing is pooled, so nothing is inherited.</summary>
public sealed class Sessions
{
    /// <summary>How long an answer of the journal is waited for: no statement of ours there takes a part of it, and a stalled connection says nothing for ever.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly NpgsqlConnectionStringBuilder _connection;

    public Sessions(NpgsqlConnectionStringBuilder connection)
    {
        _connection = new NpgsqlConnectionStringBuilder(connection.ConnectionString)
        {
            Pooling = false,
            Enlist = false,
            // The server's statement_timeout is the budget; a client-side timeout would leave the server working (research I21).
            CommandTimeout = 0,
            IncludeErrorDetail = true,
            KeepAlive = connection.KeepAlive > 0 ? connection.KeepAlive : 30,
            PersistSecurityInfo = false,
        };
        WatchTheNetwork(_connection);
    }

    // While an answer is waited for, only TCP itself can notice that the other side is gone. A socket of the machine has no network, and
    // takes no such settings: Npgsql then cannot connect at all.
    private static void WatchTheNetwork(NpgsqlConnectionStringBuilder connection)
    {
        if ((connection.Host ?? "").Split(',').Any(host => host.Trim() is ['/' or '@', ..]))
        {
            connection.Remove("Tcp Keepalive");
            connection.Remove("Tcp Keepalive Time");
            connection.Remove("Tcp Keepalive Interval");
            return;
        }

        connection.TcpKeepAlive = true;
        if (connection.TcpKeepAliveTime <= 0)
            connection.TcpKeepAliveTime = 30;
        if (connection.TcpKeepAliveInterval <= 0)
            connection.TcpKeepAliveInterval = 10;
    }

    /// <summary>The database's name.</summary>
    public string Database => _connection.Database ?? "";

    /// <summary>The server's host and port, as it is reached from here.</summary>
    public string Server => $"{_connection.Host}:{_connection.Port}";

    /// <summary>Server, port, database and role; never the password.</summary>
    public string Description => ConnectionText.Describe(_connection);

    /// <summary>The same server and role, another database.</summary>
    public Sessions On(string database) => new(new NpgsqlConnectionStringBuilder(_connection.ConnectionString) { Database = database });

    /// <summary>Opens a session for a moment, with so much patience for the server and for each answer, for a caller that is not asynchronous.</summary>
    /// <exception cref="DbSafetyException">The server cannot be reached or refuses.</exception>
    public NpgsqlConnection Open(string purpose, TimeSpan patience)
    {
        var seconds = Math.Max(1, (int)patience.TotalSeconds);
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connection.ConnectionString)
        {
            ApplicationName = $"dbsafety {purpose}",
            Timeout = seconds,
            CommandTimeout = seconds,
        }.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            connection.Dispose();
            throw PostgresErrors.Map(error, $"connecting to {Description}");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens a session that is named after its purpose in <c>pg_stat_activity</c>. Where the server can (14 and later), it ends the
    /// session's work within two seconds of the client's death, so that a killed client does not commit behind everybody's back (research L10).
    /// </summary>
    /// <exception cref="DbSafetyException">The server cannot be reached or refuses.</exception>
    public Task<NpgsqlConnection> OpenAsync(string purpose, CancellationToken cancellationToken) => OpenAsync(purpose, TimeSpan.Zero, cancellationToken);

    /// <summary>As the other one, for a session whose statements are all short: so long the client waits for an answer before it counts the connection as lost; zero for ever.</summary>
    /// <exception cref="DbSafetyException">The server cannot be reached or refuses.</exception>
    public async Task<NpgsqlConnection> OpenAsync(string purpose, TimeSpan answers, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connection.ConnectionString)
        {
            ApplicationName = $"dbsafety {purpose}",
            CommandTimeout = (int)Math.Ceiling(answers.TotalSeconds),
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            if (connection.PostgreSqlVersion.Major >= 14)
            {
                await using var command = new NpgsqlCommand("SET client_connection_check_interval = '2s'", connection);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            return connection;
        }
        catch (Exception error) when (PostgresErrors.IsDriverError(error))
        {
            await connection.DisposeAsync();
            throw PostgresErrors.Map(error, $"connecting to {Description}", "Nothing was changed.",
                "Check host, port, role and password, then run the command again.");
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
