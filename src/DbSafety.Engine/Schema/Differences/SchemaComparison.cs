using DbSafety.Core.Results;

namespace DbSafety.Engine.Schema.Differences;

/// <summary>Compares two schemas object by object, by identity and fingerprint.</summary>
public static class SchemaComparison
{
    /// <summary>The differences, the worst first; none where the schemas are equal.</summary>
    /// <param name="expected">What should be: an object that only it has is missing.</param>
    /// <param name="actual">What is: an object that only it has is extra.</param>
    public static IReadOnlyList<SchemaDifference> Compare(DatabaseSchema expected, DatabaseSchema actual) =>
        Compare(SchemaEntry.Of(expected), SchemaEntry.Of(actual));

    /// <inheritdoc cref="Compare(DatabaseSchema, DatabaseSchema)"/>
    /// <remarks>Two definitions, where both were kept, are compared themselves; otherwise the fingerprints are.</remarks>
    public static IReadOnlyList<SchemaDifference> Compare(IEnumerable<SchemaEntry> expected, IEnumerable<SchemaEntry> actual)
    {
        var left = expected.ToDictionary(entry => entry.Identity);
        var right = actual.ToDictionary(entry => entry.Identity);
        var found = new List<(SchemaDifference Difference, SchemaObjectKind Kind)>();
        foreach (var entry in left.Values)
            if (right.TryGetValue(entry.Identity, out var other) && !AreEqual(entry, other))
                found.Add((Changed(entry, other), entry.Kind));
        AddAbsent(found, left, right, SchemaChange.Missing);
        AddAbsent(found, right, left, SchemaChange.Extra);
        return [.. found
            .OrderByDescending(item => item.Difference.Severity)
            .ThenBy(item => item.Difference.Change)
            .ThenBy(item => item.Kind)
            .ThenBy(item => item.Difference.Object, StringComparer.Ordinal)
            .Select(item => item.Difference)];
    }

    private static bool AreEqual(SchemaEntry left, SchemaEntry right) => left.Definition is { } one && right.Definition is { } other
        ? one.SequenceEqual(other, StringComparer.Ordinal)
        : left.Fingerprint == right.Fingerprint;

    /// <summary>What one side has and the other has not. What lives on a table that is itself such is told with the table.</summary>
    private static void AddAbsent(
        List<(SchemaDifference, SchemaObjectKind)> found, Dictionary<string, SchemaEntry> side, Dictionary<string, SchemaEntry> other, SchemaChange change)
    {
        var absent = side.Values.Where(entry => !other.ContainsKey(entry.Identity)).ToList();
        var identities = absent.Select(entry => entry.Identity).ToHashSet();
        var onTable = absent.Where(entry => entry.Table is { } table && identities.Contains(table)).ToLookup(entry => entry.Table!);
        foreach (var entry in absent.Where(entry => entry.Table is not { } table || !identities.Contains(table)))
        {
            var text = Text(entry);
            found.Add((Describe(entry, change, Severities.Of(entry)) with
            {
                Detail = [.. onTable[entry.Identity].Select(item => $"with {item.Identity}").Order(StringComparer.Ordinal)],
                Expected = change == SchemaChange.Missing ? text : null,
                Actual = change == SchemaChange.Extra ? text : null,
            }, entry.Kind));
        }
    }

    private static SchemaDifference Changed(SchemaEntry expected, SchemaEntry actual)
    {
        if (expected.Definition is not { } left || actual.Definition is not { } right)
            return Describe(expected, SchemaChange.Changed, Severities.Of(expected)) with { Expected = Text(expected), Actual = Text(actual) };
        return Describe(expected, SchemaChange.Changed, Severities.Between(expected.Kind, left, right)) with
        {
            Detail = DefinitionChange.Lines(left, right),
            Expected = Text(expected),
            Actual = Text(actual),
        };
    }

    private static SchemaDifference Describe(SchemaEntry entry, SchemaChange change, DifferenceSeverity severity) =>
        new(entry.Identity, change, severity, KindWords.Of(entry.Kind), entry.TableName, [], null, null);

    private static string? Text(SchemaEntry entry) => entry.Definition is { } definition ? string.Concat(definition.Select(statement => statement + ";\n")) : null;
}
