namespace DbSafety.Core.Results.Connections;

/// <summary>How applications are kept out.</summary>
public enum SuspensionWay
{
    /// <summary>The way that the operator's role may go and that can be undone exactly: Connect, else Role, else ConnectionLimit.</summary>
    Auto,

    /// <summary>CONNECT on the database is revoked from PUBLIC and from every role that holds it. Superusers are not kept out.</summary>
    Connect,

    /// <summary>The roles may not log in, on the whole server.</summary>
    Role,

    /// <summary>The database takes no connections but those of superusers.</summary>
    ConnectionLimit,

    /// <summary>Everybody may connect, and new sessions can only read.</summary>
    ReadOnly,
}
