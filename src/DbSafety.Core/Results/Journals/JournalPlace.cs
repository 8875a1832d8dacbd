namespace DbSafety.Core.Results.Journals;

/// <summary>Who has an event, or where a finding is.</summary>
public enum JournalPlace
{
    /// <summary>The journal in the database.</summary>
    Database,

    /// <summary>The file beside the project.</summary>
    File,

    /// <summary>Both.</summary>
    Both,
}
