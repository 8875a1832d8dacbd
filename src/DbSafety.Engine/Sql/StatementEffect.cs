namespace DbSafety.Engine.Sql;

/// <summary>What a statement does to an object that it names.</summary>
public enum StatementEffect
{
    /// <summary>The name begins to exist: created, or the new name of a rename or a move to another schema.</summary>
    Created,

    /// <summary>Its definition changes, or that of something on it (an index, a trigger, a policy).</summary>
    Altered,
    Dropped,

    /// <summary>Its rows change: INSERT, UPDATE, DELETE, MERGE, TRUNCATE, COPY FROM.</summary>
    DataChanged,

    /// <summary>Comment, privilege, owner or label: neither rows nor columns change.</summary>
    Annotated,

    /// <summary>It is read, locked or pointed at.</summary>
    Referenced,

    /// <summary>A body that cannot be seen through (DO, a dynamic statement) seems to change it.</summary>
    Suspected,
}
