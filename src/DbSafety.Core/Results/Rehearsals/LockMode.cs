namespace DbSafety.Core.Results.Rehearsals;

/// <summary>PostgreSQL's lock modes on tables (documentation, 13.3.1), the weakest first.</summary>
public enum LockMode
{
    /// <summary>SELECT; in the way of AccessExclusive only.</summary>
    AccessShare = 1,

    /// <summary>SELECT FOR UPDATE and its like.</summary>
    RowShare,

    /// <summary>INSERT, UPDATE, DELETE, MERGE.</summary>
    RowExclusive,

    /// <summary>VACUUM, ANALYZE, CREATE INDEX CONCURRENTLY, VALIDATE CONSTRAINT.</summary>
    ShareUpdateExclusive,

    /// <summary>CREATE INDEX; in the way of writers.</summary>
    Share,

    /// <summary>CREATE TRIGGER, ADD FOREIGN KEY; in the way of writers.</summary>
    ShareRowExclusive,

    /// <summary>REFRESH MATERIALIZED VIEW CONCURRENTLY; in the way of writers.</summary>
    Exclusive,

    /// <summary>Most of ALTER TABLE, DROP, TRUNCATE; in the way of everybody, readers too.</summary>
    AccessExclusive,
}
