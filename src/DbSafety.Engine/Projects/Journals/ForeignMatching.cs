namespace DbSafety.Engine.Projects.Journals;

/// <summary>How a tool's keys lead to files.</summary>
internal enum ForeignMatching
{
    /// <summary>By the number in the file's name.</summary>
    Version,

    /// <summary>By the file's name, with or without its extension and what stands before it.</summary>
    Name,

    /// <summary>By Sqitch's change name, of which a reworked change has several.</summary>
    Change,

    /// <summary>Not at all: its migrations are no plain SQL files.</summary>
    None,
}
