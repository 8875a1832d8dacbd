namespace DbSafety.Engine.Projects;

/// <summary>How an approval point is opened.</summary>
public enum ApprovalMode
{
    /// <summary>A person is asked, and nothing goes on where nobody can answer. Signatures open it too.</summary>
    Prompt,

    /// <summary>Nobody is asked. The journal says so.</summary>
    None,

    /// <summary>Only signatures over the very plan open it, of people other than the requester.</summary>
    Signed,
}
