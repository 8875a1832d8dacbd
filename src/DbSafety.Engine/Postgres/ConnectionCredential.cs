using System.Net;
using Npgsql;

namespace DbSafety.Engine.Postgres;

/// <summary>Puts a credential that was given apart into a connection.</summary>
internal static class ConnectionCredential
{
    /// <summary>The same connection as that role, with that password; unchanged for null.</summary>
    public static NpgsqlConnectionStringBuilder As(this NpgsqlConnectionStringBuilder connection, NetworkCredential? credential)
    {
        if (credential is null)
            return connection;
        connection.Username = credential.UserName;
        connection.Password = credential.Password;
        return connection;
    }
}
