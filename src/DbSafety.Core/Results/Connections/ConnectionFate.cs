namespace DbSafety.Core.Results.Connections;

/// <summary>What became of a session that was to be stopped.</summary>
public enum ConnectionFate
{
    /// <summary>The session has ended.</summary>
    Ended,

    /// <summary>Its query has been cancelled; the session lives.</summary>
    Cancelled,

    /// <summary>It was gone already, or its process number belongs to another session by now.</summary>
    Gone,

    /// <summary>It is one that is never stopped: of this tool, or of replication.</summary>
    Spared,

    /// <summary>Our role may not stop it.</summary>
    NotAllowed,

    /// <summary>The signal was sent, and the session is still there.</summary>
    StillThere,
}
