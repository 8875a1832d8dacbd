using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Restoring.Swapping;
using DbSafety.Engine.Schema.Model;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>What will be done with one table.</summary>
internal sealed class RestorePlan(ManifestTable table, RestoreMode mode, TableModel? live)
{
    /// <summary>The table as the backup holds it.</summary>
    public ManifestTable Table => table;

    /// <summary>What is done; never Auto.</summary>
    public RestoreMode Mode => mode;

    /// <summary>The live table; null where it is gone.</summary>
    public TableModel? Live => live;

    /// <summary>The statements of a merge or a replacement; null for other modes.</summary>
    public MergeSql? Merge { get; set; }

    /// <summary>The name of its table in the side schema.</summary>
    public string SideName { get; set; } = "";

    /// <summary>The table that was made of it beside the live one, as SQL writes it.</summary>
    public string SideTable { get; set; } = "";

    /// <summary>The names of what a swap makes beside the live table; null for other modes.</summary>
    public SwapNames? Names { get; set; }

    /// <summary>What a swap makes again on the table.</summary>
    public IReadOnlyList<string> Dependents { get; set; } = [];

    /// <summary>The live table as it was, where a swap has kept it.</summary>
    public string? Replaced { get; set; }

    /// <summary>How long the rows took to load beside the live table.</summary>
    public TimeSpan LoadTime { get; set; }

    /// <summary>How long it took to compare them with the live table.</summary>
    public TimeSpan CountTime { get; set; }

    /// <summary>The locks that it needs on live tables.</summary>
    public IReadOnlyList<TableLock> Locks { get; set; } = [];

    /// <summary>How long the transaction held its locks on live tables.</summary>
    public TimeSpan? LockedFor { get; set; }

    /// <summary>What was counted before, or what was done.</summary>
    public MergeCounts Counts { get; set; } = new(0, 0, 0);

    public bool Verified { get; set; }

    /// <summary>What a person should know.</summary>
    public List<string> Detail { get; } = [];
}
