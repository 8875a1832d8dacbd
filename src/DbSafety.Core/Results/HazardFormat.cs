namespace DbSafety.Core.Results;

/// <summary>In which form hazards are written.</summary>
public enum HazardFormat
{
    /// <summary>One object for each.</summary>
    List,

    /// <summary>SARIF 2.1.0, for code scanning.</summary>
    Sarif,

    /// <summary>Workflow commands of GitHub Actions, which annotate the lines of a pull request.</summary>
    GitHub,

    /// <summary>The code quality report of GitLab.</summary>
    GitLab,
}
