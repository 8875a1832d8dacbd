namespace DbSafety.Tests.Kills;

/// <summary>What happens to a run at one of its statements.</summary>
internal enum CutKind
{
    /// <summary>Every connection is reset before the statement reaches the server.</summary>
    ResetBefore,

    /// <summary>The statement arrives, and every connection is reset before its answer.</summary>
    ResetAfter,

    /// <summary>Nothing goes by for a while, in either direction; then every connection is reset.</summary>
    StallThenReset,

    /// <summary>The statement arrives, and nothing comes back for a while; then all goes on.</summary>
    StallAnswer,

    /// <summary>What the client sends arrives; this one connection answers nothing any more, for ever.</summary>
    Silence,

    /// <summary>Every connection is reset when some bytes of the statement are through.</summary>
    PartOfRequest,

    /// <summary>Every connection is reset when some bytes of the answers are through.</summary>
    PartOfAnswer,

    /// <summary>The client's process is killed.</summary>
    Process,

    /// <summary>A process of the server is killed, which takes it all down.</summary>
    Server,
}

/// <summary>One cut.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Bytes">How many bytes get through, where a part does.</param>
/// <param name="Stall">How long nothing goes by, where it stalls.</param>
/// <param name="Kill">Kills the process or the server.</param>
internal sealed record Cut(CutKind Kind, int Bytes, TimeSpan Stall, Func<Task>? Kill = null);
