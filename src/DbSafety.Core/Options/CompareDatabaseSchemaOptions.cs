using DbSafety.Core.Commands;
using DbSafety.Core.Results;

namespace DbSafety.Core.Options;

/// <summary>Compares a database's schema with what it should be.</summary>
[Command("Compare", "DatabaseSchema", typeof(SchemaDifference), ShortName = "diff", Many = true, Nothing = "No difference.",
    Summary = "Compares the schema of a database, object by object, with another database, a backup, an exported folder, or what the journal kept at the last migration. The worst difference comes first.")]
public sealed class CompareDatabaseSchemaOptions : DatabaseOptions
{
    /// <summary>The target that it is compared with.</summary>
    [Parameter("The target of dbsafety.yaml that the database is compared with: what is missing, is missing of this one. Default, where no other reference is named: the journal.", Position = 0, Completes = "targets")]
    public string? Reference { get; set; }

    /// <summary>A connection that it is compared with.</summary>
    [Parameter("A connection to compare with, instead of a target: an Npgsql connection string or a postgres:// URI.")]
    public string? ReferenceConnection { get; set; }

    /// <summary>The backup that it is compared with.</summary>
    [Parameter("A backup to compare with: its id, its manifest, one of its files or its folder. Its tables are compared; of a backup of schemas or of a whole database, everything in it.", Completes = "backups")]
    public string? Backup { get; set; }

    /// <summary>The exported folder that it is compared with.</summary>
    [Parameter("A folder that Export-DatabaseSchema wrote, to compare with.", Completes = "path")]
    public string? Path { get; set; }

    /// <summary>Compares with the journal.</summary>
    [Parameter("Compares with what the journal kept at the end of the last migration: whatever differs was changed by other hands.")]
    public bool Journal { get; set; }

    /// <summary>Which schemas.</summary>
    [Parameter("Only objects in these schemas.")]
    public string[] Schema { get; set; } = [];

    /// <summary>Without owners and privileges.</summary>
    [Parameter("Leaves owners and privileges out of the comparison.")]
    public bool NoOwnership { get; set; }
}
