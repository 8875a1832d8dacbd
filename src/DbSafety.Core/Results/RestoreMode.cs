namespace DbSafety.Core.Results;

/// <summary>How a table is restored.</summary>
public enum RestoreMode
{
    /// <summary>Merge where the table exists, recreate where it is gone.</summary>
    Auto,

    /// <summary>Bring the live table to the backup by key.</summary>
    Merge,

    /// <summary>Make the table again, with what depended on it.</summary>
    Recreate,

    /// <summary>Stop at the side schema.</summary>
    Aside,
}
