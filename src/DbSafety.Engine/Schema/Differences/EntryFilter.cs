using System.Text.RegularExpressions;

namespace DbSafety.Engine.Schema.Differences;

/// <summary>Narrows entries to what a comparison or an export is about.</summary>
public static partial class EntryFilter
{
    /// <summary>Those in these schemas, and the schemas themselves; all where none is named.</summary>
    public static IEnumerable<SchemaEntry> InSchemas(this IEnumerable<SchemaEntry> entries, IReadOnlyCollection<string> schemas) =>
        schemas.Count == 0 ? entries : entries.Where(entry => entry.Schema is { } schema && schemas.Contains(schema));

    /// <summary>The same without owners and privileges. An entry of which only the fingerprint was kept cannot be narrowed.</summary>
    public static IEnumerable<SchemaEntry> WithoutOwnership(this IEnumerable<SchemaEntry> entries) => entries
        .Where(entry => entry.Kind is not (SchemaObjectKind.DefaultPrivileges or SchemaObjectKind.SystemPrivileges))
        .Select(entry => entry.With(statement => Ownership().IsMatch(statement) ? null : statement))
        // Every database has the schema public: it is an entry for its owner and privileges alone.
        .Where(entry => entry.Definition is { Count: > 0 } definition && (entry.Identity != "schema public" || definition.Count > 1));

    /// <summary>The same with the values of options that hold passwords made unreadable; their number is counted.</summary>
    public static IEnumerable<SchemaEntry> WithoutSecrets(this IEnumerable<SchemaEntry> entries, Action<SchemaEntry>? found = null) => entries.Select(entry =>
    {
        if (entry.Kind is not (SchemaObjectKind.UserMapping or SchemaObjectKind.ForeignServer or SchemaObjectKind.Subscription))
            return entry;
        var hidden = entry.With(HideSecrets);
        if (hidden.Fingerprint != entry.Fingerprint)
            found?.Invoke(entry);
        return hidden;
    });

    /// <summary>The statement with the values of options that hold passwords made unreadable.</summary>
    public static string HideSecrets(string statement) => Secret().Replace(statement, "${name} '********'");

    private static SchemaEntry With(this SchemaEntry entry, Func<string, string?> change)
    {
        if (entry.Definition is not { } definition)
            return entry;
        IReadOnlyList<string> changed = [.. definition.Select(change).OfType<string>()];
        return changed.SequenceEqual(definition, StringComparer.Ordinal) ? entry : entry with { Definition = changed, Fingerprint = SchemaFingerprint.Of(entry.Identity, changed) };
    }

    [GeneratedRegex(@"^((GRANT|REVOKE|SET SESSION AUTHORIZATION|RESET SESSION AUTHORIZATION)\b|ALTER [^\n]* OWNER TO .+$)")]
    private static partial Regex Ownership();

    [GeneratedRegex(@"(?<name>\b""?\w*(password|passwd|passphrase|secret|token)\w*""?) (E?'([^'\\]|''|\\.)*')", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
