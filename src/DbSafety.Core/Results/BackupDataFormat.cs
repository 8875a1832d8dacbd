namespace DbSafety.Core.Results;

/// <summary>The form of the data in a backup file.</summary>
public enum BackupDataFormat
{
    /// <summary>A COPY block.</summary>
    Copy,

    /// <summary>INSERT statements.</summary>
    Insert,
}
