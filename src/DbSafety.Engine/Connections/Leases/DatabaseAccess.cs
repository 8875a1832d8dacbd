namespace DbSafety.Engine.Connections.Leases;

/// <summary>Who may connect to a database, and how many; all that a suspension may touch.</summary>
/// <param name="Oid">The database's OID.</param>
/// <param name="Name">The database's name.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="Acl">Its access list as the server writes it; null where it has none, which means the default one.</param>
/// <param name="Entries">The same in parts; the default ones where the list is null.</param>
/// <param name="ConnectionLimit">Its connection limit; -1 for none.</param>
/// <param name="Settings">Its settings, for each role as the server writes them.</param>
public sealed record DatabaseAccess(uint Oid, string Name, string Owner, string? Acl, IReadOnlyList<AccessEntry> Entries, int ConnectionLimit, IReadOnlyList<string> Settings)
{
    /// <summary>True where the other has the same rights, limit and settings, to the letter.</summary>
    public bool IsSameAs(DatabaseAccess other) =>
        Acl == other.Acl && ConnectionLimit == other.ConnectionLimit && Settings.SequenceEqual(other.Settings);

    /// <summary>In words, for a person who compares.</summary>
    public string Describe() =>
        $"access list {Acl ?? "(none)"}, connection limit {ConnectionLimit}, settings {(Settings.Count == 0 ? "(none)" : string.Join("; ", Settings))}";
}
