namespace DbSafety.Engine.Projects;

/// <summary>How an approval point is opened.</summary>
public enum ApprovalMode
{
    /// <summary>A person is asked, and nothing goes on where nobody can answer.</summary>
    Prompt,

    /// <summary>Nobody is asked. The journal says so.</summary>
    None,
}
