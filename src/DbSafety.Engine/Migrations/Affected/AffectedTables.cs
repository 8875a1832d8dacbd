using DbSafety.Engine.Backups;

namespace DbSafety.Engine.Migrations.Affected;

/// <summary>What of the live database a run touches.</summary>
/// <param name="ByScript">The existing tables that each script affects, by the script's path.</param>
/// <param name="Reached">Tables that are only reached: by CASCADE, a foreign key's action, or as partitions.</param>
/// <param name="Bytes">The size of all of them on the server.</param>
/// <param name="Warnings">What cannot be seen from the statements' words.</param>
public sealed record AffectedTables(IReadOnlyDictionary<string, IReadOnlyList<TableName>> ByScript, IReadOnlyList<TableName> Reached, long Bytes, IReadOnlyList<string> Warnings)
{
    /// <summary>Every table to be backed up, by name.</summary>
    public IReadOnlyList<TableName> All { get; } =
        [.. ByScript.Values.SelectMany(tables => tables).Concat(Reached).Distinct().OrderBy(table => table.Schema, StringComparer.Ordinal).ThenBy(table => table.Name, StringComparer.Ordinal)];

    /// <summary>The names of the tables that a script affects.</summary>
    public IReadOnlyList<string> Of(string path) => [.. ByScript.GetValueOrDefault(path, []).Select(table => table.ToString())];
}
