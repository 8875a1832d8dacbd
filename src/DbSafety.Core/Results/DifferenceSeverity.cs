namespace DbSafety.Core.Results;

/// <summary>What is at stake where two schemas differ, from the least to the worst.</summary>
public enum DifferenceSeverity
{
    /// <summary>Words only: comments.</summary>
    Note,

    /// <summary>How fast it is: indexes, statistics, storage.</summary>
    Speed,

    /// <summary>What queries and applications find or get: views, functions, extensions, the order of columns.</summary>
    Behaviour,

    /// <summary>Who may do what: owners, privileges, row security.</summary>
    Access,

    /// <summary>Which rows can be there: keys, constraints, triggers, rules.</summary>
    Integrity,

    /// <summary>What can be stored: tables, columns, types, sequences.</summary>
    Data,
}
