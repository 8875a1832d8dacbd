using DbSafety.Core.Results;

namespace DbSafety.Engine.Backups;

/// <summary>What to restore from a set, and how.</summary>
public sealed record RestoreRequest
{
    /// <summary>The tables; empty for all of the set.</summary>
    public IReadOnlyCollection<TableName> Tables { get; init; } = [];

    /// <summary>How.</summary>
    public RestoreMode Mode { get; init; }

    /// <summary>What becomes of live rows that the backup does not hold.</summary>
    public ExtraRows ExtraRows { get; init; }

    /// <summary>Only these columns of rows that are there already, by key; empty for whole rows. Goes with a merge only.</summary>
    public IReadOnlyCollection<string> Columns { get; init; } = [];

    /// <summary>Only counts what would change.</summary>
    public bool WhatIf { get; init; }

    /// <summary>Over how many sessions large tables that are gone are made again; 1 loads every table in the one transaction.</summary>
    public int Jobs { get; init; } = 2;

    /// <summary>How many bytes of rows and SQL make a table that is gone worth several sessions.</summary>
    internal long SmallestStaged { get; init; } = 8 << 20;

    /// <summary>The caller has asked already: no confirmation of our own.</summary>
    public bool Confirmed { get; init; }

    /// <summary>Asks for the approval that the policy wants, once the tables are checked and before a live one is touched; null where none is wanted.</summary>
    internal IRestoreApproval? Approval { get; init; }

    /// <summary>How long one try waits for the lock on a live table.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the tries go on.</summary>
    public TimeSpan LockDeadline { get; init; } = TimeSpan.FromSeconds(60);
}
