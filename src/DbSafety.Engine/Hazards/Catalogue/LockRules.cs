using static DbSafety.Core.Results.HazardSeverity;

namespace DbSafety.Engine.Hazards.Catalogue;

/// <summary>LK: what holds up the traffic, by locks, scans and rewrites.</summary>
internal static class LockRules
{
    public static IReadOnlyList<HazardRule> All { get; } =
    [
        new("LK01", "Index built with writes locked out", Error, "CREATE INDEX holds a SHARE lock on the table until the index is built: every INSERT, UPDATE and DELETE waits.", "CREATE INDEX CONCURRENTLY")
            { BySize = true, Squawk = ["require-concurrent-index-creation"] },
        new("LK02", "Index dropped under ACCESS EXCLUSIVE", Warning, "DROP INDEX takes an ACCESS EXCLUSIVE lock on the table and waits for every transaction that uses it, while all others queue behind it.", "DROP INDEX CONCURRENTLY")
            { BySize = true, Squawk = ["require-concurrent-index-deletion"] },
        new("LK03", "Index rebuilt with writes locked out", Error, "REINDEX holds a SHARE lock on the table and an ACCESS EXCLUSIVE lock on the index until it is rebuilt.", "REINDEX CONCURRENTLY")
            { BySize = true, Squawk = ["require-concurrent-reindex"] },
        new("LK04", "CONCURRENTLY inside a transaction", Warning, "CONCURRENTLY cannot run in a transaction block. DbSafety runs the statement by itself; the BEGIN and COMMIT of the script do not hold it together with the rest.", "A migration of its own, without BEGIN and COMMIT")
            { Squawk = ["ban-concurrent-index-creation-in-transaction"] },
        new("LK05", "CONCURRENTLY under a lock_timeout", Warning, "CONCURRENTLY waits for all older snapshots of the database. A lock_timeout ends that wait and leaves an INVALID index that costs writes and serves nobody.", "Leave the setting out: DbSafety lifts it for these statements and watches them"),
        new("LK06", "CONCURRENTLY IF NOT EXISTS may pass over an invalid index", Warning, "After a failed attempt the INVALID index is still there, and IF NOT EXISTS takes it for done.", "Drop an invalid leftover, create, and assert indisvalid"),
        new("LK07", "CONCURRENTLY on PostgreSQL 14.0 to 14.3", Error, "CREATE INDEX and REINDEX CONCURRENTLY can silently make a corrupt index there (mended in 14.4).", "Upgrade the server to the newest 14 first"),
        new("LK08", "Partition detached under ACCESS EXCLUSIVE", Warning, "DETACH PARTITION takes an ACCESS EXCLUSIVE lock on the parent: all reads and writes of all partitions wait.", "DETACH PARTITION … CONCURRENTLY (14 and later)")
            { BySize = true, Squawk = ["require-concurrent-partition-detach"] },
        new("LK09", "Index on a partitioned table", Error, "An index on a partitioned table cannot be built concurrently: writes to all partitions wait for all of them.", "ON ONLY the parent, CONCURRENTLY on each partition, then ATTACH PARTITION")
            { BySize = true },
        new("LK10", "Foreign key checked under lock", Error, "ADD FOREIGN KEY holds SHARE ROW EXCLUSIVE locks on both tables while it looks up every row.", "NOT VALID first, VALIDATE CONSTRAINT in a later transaction")
            { BySize = true, Squawk = ["adding-foreign-key-constraint"] },
        new("LK11", "CHECK checked under lock", Error, "ADD CHECK holds an ACCESS EXCLUSIVE lock while it reads every row.", "NOT VALID first, VALIDATE CONSTRAINT in a later transaction")
            { BySize = true, Squawk = ["constraint-missing-not-valid"] },
        new("LK12", "Constraint validated in the transaction that added it", Error, "The lock of ADD CONSTRAINT is held to the end of the transaction, through the scan that NOT VALID was to avoid.", "VALIDATE CONSTRAINT in a migration of its own")
            { BySize = true, Squawk = ["constraint-missing-not-valid"] },
        new("LK13", "UNIQUE constraint built under lock", Error, "ADD UNIQUE builds its index under an ACCESS EXCLUSIVE lock.", "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … USING INDEX")
            { BySize = true, Squawk = ["disallowed-unique-constraint"] },
        new("LK14", "Primary key built under lock", Error, "ADD PRIMARY KEY builds its index, and looks for NULLs, under an ACCESS EXCLUSIVE lock.", "CREATE UNIQUE INDEX CONCURRENTLY on NOT NULL columns, then ADD PRIMARY KEY USING INDEX")
            { BySize = true, Squawk = ["adding-serial-primary-key-field"] },
        new("LK15", "Primary key over nullable columns", Error, "PRIMARY KEY USING INDEX makes the columns NOT NULL on the way, which reads the whole table under an ACCESS EXCLUSIVE lock.", "Make the columns NOT NULL first, with a validated CHECK")
            { BySize = true },
        new("LK16", "Exclusion constraint built under lock", Error, "ADD EXCLUDE has no NOT VALID form: reads and writes wait for its index.", "A new table with the constraint and a swap, or a maintenance window")
            { BySize = true, Squawk = ["ban-exclusion-constraint"] },
        new("LK17", "SET NOT NULL reads the whole table under lock", Error, "SET NOT NULL holds an ACCESS EXCLUSIVE lock while it reads every row, unless a valid CHECK proves it.", "CHECK (… IS NOT NULL) NOT VALID, VALIDATE, SET NOT NULL, drop the CHECK")
            { BySize = true, Squawk = ["adding-not-nullable-field"] },
        new("LK18", "New column with a default that differs from row to row", Error, "The default has to be computed and written for every row, under an ACCESS EXCLUSIVE lock.", "Add the column without it, set the default, fill in batches")
            { BySize = true, Squawk = ["adding-field-with-default"] },
        new("LK19", "New serial or identity column", Error, "Each row gets a number of its own, so the table is written anew under an ACCESS EXCLUSIVE lock.", "A plain column with a default from a sequence, filled in batches")
            { BySize = true, Squawk = ["adding-serial-primary-key-field"] },
        new("LK20", "New stored generated column", Error, "The value is computed and written for every row, under an ACCESS EXCLUSIVE lock.", "A plain column with a trigger, filled in batches")
            { BySize = true, Squawk = ["adding-field-with-default"] },
        new("LK21", "Type change that rewrites the table", Error, "The table and all its indexes are written anew under an ACCESS EXCLUSIVE lock.", "A new column, kept in step by a trigger, filled in batches, then swapped")
            { BySize = true, Squawk = ["changing-column-type"] },
        new("LK22", "Type change of a column with constraints", Warning, "The CHECK constraints and foreign keys of the column are checked again for every row, under an ACCESS EXCLUSIVE lock.", "Drop the constraint, change the type, add it NOT VALID, VALIDATE it")
            { BySize = true },
        new("LK23", "VACUUM FULL or CLUSTER", Error, "The table is written anew under an ACCESS EXCLUSIVE lock.", "pg_repack or pg_squeeze")
            { BySize = true, Squawk = ["prefer-repack"] },
        new("LK24", "Materialized view refreshed with readers locked out", Error, "REFRESH MATERIALIZED VIEW holds an ACCESS EXCLUSIVE lock while its query runs.", "REFRESH MATERIALIZED VIEW CONCURRENTLY, with a unique index")
            { BySize = true },
        new("LK25", "Table rewritten", Error, "The table's file was replaced while an ACCESS EXCLUSIVE lock was held.", "Add, fill in batches, swap")
            { BySize = true },
        new("LK26", "More work under a lock that is held already", Warning, "The lock of an earlier statement is held to the end of the transaction, also through this one.", "A migration, and so a transaction, of its own")
            { BySize = true },
        new("LK27", "No lock_timeout in effect", Error, "A statement that waits for a lock makes everybody queue behind it, for as long as it waits.", "Leave lock_timeout to DbSafety, or set a short one")
            { BySize = true, Squawk = ["require-lock-timeout", "require-timeout-settings"] },
        new("LK28", "No statement_timeout in effect", Warning, "Nothing ends a statement that runs away.", "Leave statement_timeout to DbSafety, or set one")
            { Squawk = ["require-statement-timeout", "require-timeout-settings"] },
        new("LK29", "Several ALTER TABLE of one table", Info, "Each of them may read the table again.", "One ALTER TABLE with a list")
            { BySize = true },
        new("LK30", "Strong locks on several tables in one transaction", Warning, "Locks are taken one after the other and held together: others wait for the sum, and deadlocks become possible.", "One table in one migration")
            { BySize = true },
        new("LK31", "Rows changed in the transaction of a schema change", Error, "The lock of the schema change is held until all rows are written.", "The schema change first; the rows in batches, in a migration of their own")
            { BySize = true },
        new("LK33", "Strong lock that no words show", Warning, "A function, a DO block or a trigger took a lock that makes writers, or everybody, wait; only a rehearsal sees it.", "What takes the lock as a plain statement, in a migration of its own")
            { BySize = true },
        new("LK32", "Lock on the other side of a foreign key", Warning, "Dropping a foreign key, or a table that has one, takes an ACCESS EXCLUSIVE lock on the referenced table too.", "Drop the foreign keys one by one, each in a migration of its own")
            { BySize = true },
    ];
}
