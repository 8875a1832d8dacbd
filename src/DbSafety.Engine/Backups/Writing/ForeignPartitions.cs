using DbSafety.Core.Errors;
using DbSafety.Engine.Schema;
using DbSafety.Engine.Schema.Model;

namespace DbSafety.Engine.Backups.Writing;

/// <summary>Refuses a partitioned table with a partition on another server: its rows cannot be loaded through the parent.</summary>
internal static class ForeignPartitions
{
    public static void Refuse(DatabaseSchema schema, IReadOnlyList<TableModel> tables)
    {
        foreach (var table in tables.Where(table => table.Kind == TableKind.Partitioned))
        {
            var script = new TableScript(schema, table, new HashSet<TableName>());
            if (script.Parts.FirstOrDefault(part => part.Kind == TableKind.Foreign) is not { } foreign)
                continue;
            throw new DbSafetyException("ForeignPartition", ErrorKind.NotSupported,
                $"The partition {foreign.QualifiedName} of {table.QualifiedName} is a foreign table: its rows live on another server.")
            {
                State = "Nothing was written.",
                NextStep = "Back up the other partitions by their own names with --table.",
            };
        }
    }
}
