using DbSafety.Core.Results;
using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Schema.Model;

namespace DbSafety.Engine.Backups.Restoring;

/// <summary>What will be done with one table.</summary>
internal sealed class RestorePlan(ManifestTable table, RestoreMode mode, TableModel? live)
{
    /// <summary>The table as the backup holds it.</summary>
    public ManifestTable Table => table;

    /// <summary>Merge, Recreate or Aside.</summary>
    public RestoreMode Mode => mode;

    /// <summary>The live table; null where it is gone.</summary>
    public TableModel? Live => live;

    /// <summary>The statements of a merge; null for other modes.</summary>
    public MergeSql? Merge { get; set; }

    /// <summary>The name of its table in the side schema.</summary>
    public string SideName { get; set; } = "";

    /// <summary>What was counted before, or what was done.</summary>
    public MergeCounts Counts { get; set; } = new(0, 0, 0);

    public bool Verified { get; set; }

    /// <summary>What a person should know.</summary>
    public List<string> Detail { get; } = [];
}
