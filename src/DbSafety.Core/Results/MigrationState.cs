namespace DbSafety.Core.Results;

/// <summary>What the journal says of a migration.</summary>
public enum MigrationState
{
    /// <summary>Not applied.</summary>
    Pending,

    /// <summary>Not applied, but numbered before one that is.</summary>
    OutOfOrder,

    /// <summary>Applied, and its file is as it was.</summary>
    Applied,

    /// <summary>Applied, and its file has changed since.</summary>
    Changed,

    /// <summary>Applied, and its file is gone.</summary>
    Missing,

    /// <summary>The last attempt failed and was rolled back.</summary>
    Failed,

    /// <summary>Some of its statements are done and others are not; which ones is known.</summary>
    Partial,

    /// <summary>An attempt began and its outcome is not in the journal.</summary>
    Unknown,
}
