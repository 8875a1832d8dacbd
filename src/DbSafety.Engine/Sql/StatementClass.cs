namespace DbSafety.Engine.Sql;

/// <summary>What sort of statement it is.</summary>
public enum StatementClass
{
    /// <summary>CREATE, ALTER, DROP, COMMENT, GRANT, REVOKE, SECURITY LABEL, IMPORT FOREIGN SCHEMA, REASSIGN OWNED.</summary>
    Ddl,

    /// <summary>INSERT, UPDATE, DELETE, MERGE, TRUNCATE, and a query with one of the first four in a WITH clause.</summary>
    Dml,

    /// <summary>SELECT, VALUES, TABLE, SHOW, EXPLAIN without ANALYZE.</summary>
    Query,

    /// <summary>BEGIN, COMMIT, ROLLBACK, SAVEPOINT, …</summary>
    TransactionControl,

    /// <summary>SET, RESET, DISCARD, LISTEN, PREPARE, DECLARE, … : what lasts for the session or the transaction only.</summary>
    Session,

    /// <summary>COPY in either direction.</summary>
    Copy,

    /// <summary>VACUUM, ANALYZE, REINDEX, CLUSTER, REFRESH MATERIALIZED VIEW, CHECKPOINT.</summary>
    Maintenance,

    /// <summary>DO, CALL, EXECUTE: runs code that the statement does not show.</summary>
    Procedural,

    /// <summary>Not known here; the server will tell.</summary>
    Other,
}
