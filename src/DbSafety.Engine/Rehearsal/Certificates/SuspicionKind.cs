namespace DbSafety.Engine.Rehearsal.Certificates;

/// <summary>Why data may be lost although the schema looks as before.</summary>
internal enum SuspicionKind
{
    /// <summary>The table is another one of the same name.</summary>
    TableRecreated,

    /// <summary>The column is another one of the same name.</summary>
    ColumnRecreated,

    /// <summary>The column had another type in between.</summary>
    TypeChanged,

    /// <summary>The sequence is another one of the same name.</summary>
    SequenceRecreated,

    /// <summary>A statement takes values away, and the rollback has none that could put them back.</summary>
    ValuesTaken,

    /// <summary>A statement takes values away or may do so, and the rollback has one that may put them back.</summary>
    ValuesChanged,
}
