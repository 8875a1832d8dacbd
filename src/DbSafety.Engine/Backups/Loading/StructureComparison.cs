using DbSafety.Engine.Backups.Manifests;
using DbSafety.Engine.Backups.Writing;
using DbSafety.Engine.Schema;

namespace DbSafety.Engine.Backups.Loading;

/// <summary>Compares a table as it was restored with the fingerprints of its manifest, object by object.</summary>
/// <param name="Equal">Everything that could be there is there, and is the same.</param>
/// <param name="Differences">What differs, one sentence each.</param>
/// <param name="NotChecked">Foreign keys that cannot be there, since the tables that they point to are not.</param>
internal sealed record StructureComparison(bool Equal, IReadOnlyList<string> Differences, IReadOnlyList<string> NotChecked)
{
    public static StructureComparison Of(ManifestTable table, DatabaseSchema restored)
    {
        if (restored.FindTable(table.Schema, table.Name) is not { } model)
            return new StructureComparison(false, ["The table is not there."], []);
        var found = new TableScript(restored, model, new HashSet<TableName>()).Own
            .Where(item => item.Fingerprint.Length > 0)
            .ToDictionary(item => item.Identity, item => item.Fingerprint);
        var present = new Lazy<HashSet<string>>(() => [.. restored.Tables.Select(other => other.QualifiedName)]);
        var differences = new List<string>();
        var notChecked = new List<string>();
        foreach (var item in table.Objects)
        {
            if (!found.Remove(item.Key, out var fingerprint))
            {
                if (item.References is { } referenced && !present.Value.Contains(referenced))
                    notChecked.Add($"Not checked: {item.Key}, since {referenced} is not there.");
                else if (item.References is not null && table.Filter is not null)
                    notChecked.Add($"Not checked: {item.Key}, since the backup does not hold all rows.");
                else
                    differences.Add($"Missing: {item.Key}.");
            }
            else if (fingerprint != item.Fingerprint)
            {
                differences.Add($"Different: {item.Key}.");
            }
        }

        differences.AddRange(found.Keys.Select(key => $"Not in the backup: {key}."));
        return new StructureComparison(differences.Count == 0, differences, notChecked);
    }
}
