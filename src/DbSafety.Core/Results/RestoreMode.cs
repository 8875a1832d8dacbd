namespace DbSafety.Core.Results;

/// <summary>How a table is restored.</summary>
public enum RestoreMode
{
    /// <summary>Merge where the table exists, recreate where it is gone.</summary>
    Auto,

    /// <summary>Bring the live table to the backup by key.</summary>
    Merge,

    /// <summary>Put the backup's rows in the place of all rows; nothing may reference the table.</summary>
    Replace,

    /// <summary>Put the backup's table, structure and rows, in the place of the live one.</summary>
    Swap,

    /// <summary>Make the table again, with what depended on it.</summary>
    Recreate,

    /// <summary>Stop at the side schema.</summary>
    Aside,
}
