using System.Text.RegularExpressions;
using DbSafety.Core.Results;

namespace DbSafety.Engine.Schema.Differences;

/// <summary>Judges what is at stake where an object is not there, or not the same.</summary>
internal static partial class Severities
{
    /// <summary>An object that one side has not.</summary>
    public static DifferenceSeverity Of(SchemaEntry entry) => entry.Kind switch
    {
        SchemaObjectKind.Table or SchemaObjectKind.ForeignTable or SchemaObjectKind.Sequence or SchemaObjectKind.Type or SchemaObjectKind.Domain
            or SchemaObjectKind.Schema or SchemaObjectKind.MaterializedView or SchemaObjectKind.Default => DifferenceSeverity.Data,
        SchemaObjectKind.Constraint or SchemaObjectKind.CheckConstraint or SchemaObjectKind.ForeignKey or SchemaObjectKind.Trigger
            or SchemaObjectKind.Rule => DifferenceSeverity.Integrity,
        SchemaObjectKind.Policy or SchemaObjectKind.DefaultPrivileges or SchemaObjectKind.SystemPrivileges or SchemaObjectKind.UserMapping => DifferenceSeverity.Access,
        SchemaObjectKind.Index when entry.Definition?.Any(statement => statement.StartsWith("CREATE UNIQUE", StringComparison.Ordinal)) == true => DifferenceSeverity.Integrity,
        SchemaObjectKind.Index or SchemaObjectKind.Statistics => DifferenceSeverity.Speed,
        _ => DifferenceSeverity.Behaviour,
    };

    /// <summary>An object that both sides have: as bad as the worst of the statements that only one of them has.</summary>
    public static DifferenceSeverity Between(SchemaObjectKind kind, IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        var statements = DefinitionChange.Statements(expected, actual).ToList();
        // What differs in order only.
        return statements.Count == 0 ? DifferenceSeverity.Behaviour : statements.Max(statement => Of(kind, statement, expected, actual));
    }

    private static DifferenceSeverity Of(SchemaObjectKind kind, string statement, IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        if (Notes().IsMatch(statement))
            return DifferenceSeverity.Note;
        if (Access().IsMatch(statement))
            return DifferenceSeverity.Access;
        if (Speed().IsMatch(statement))
            return DifferenceSeverity.Speed;
        if (Behaviour().IsMatch(statement))
            return DifferenceSeverity.Behaviour;
        if (Integrity().IsMatch(statement))
            return DifferenceSeverity.Integrity;
        return statement.StartsWith("CREATE", StringComparison.Ordinal) && kind is SchemaObjectKind.Table or SchemaObjectKind.ForeignTable
            ? OfTable(Counterpart(expected), Counterpart(actual))
            : Of(new SchemaEntry("", kind, "") { Definition = expected });
    }

    private static string Counterpart(IReadOnlyList<string> definition) =>
        definition.FirstOrDefault(statement => statement.StartsWith("CREATE", StringComparison.Ordinal)) ?? "";

    /// <summary>Two forms of CREATE TABLE, which has a line for each column and each check.</summary>
    private static DifferenceSeverity OfTable(string expected, string actual)
    {
        var left = Lines(expected);
        var right = Lines(actual);
        var differing = left.Except(right).Concat(right.Except(left)).ToList();
        return differing.Count == 0
            ? DifferenceSeverity.Behaviour
            : differing.Max(line => line.StartsWith("    CONSTRAINT ", StringComparison.Ordinal) ? DifferenceSeverity.Integrity
                : line.StartsWith("WITH (", StringComparison.Ordinal) || line.StartsWith("USING ", StringComparison.Ordinal) ? DifferenceSeverity.Speed
                : DifferenceSeverity.Data);
    }

    private static string[] Lines(string statement) => [.. statement.Split('\n').Select(line => line.TrimEnd(','))];

    [GeneratedRegex(@"^COMMENT ON ")]
    private static partial Regex Notes();

    [GeneratedRegex(@"^(SECURITY LABEL|GRANT|REVOKE|SET SESSION AUTHORIZATION|RESET SESSION AUTHORIZATION|ALTER DEFAULT PRIVILEGES) |^ALTER .* OWNER TO .+$|^ALTER TABLE .* ROW LEVEL SECURITY$|^CREATE POLICY ")]
    private static partial Regex Access();

    [GeneratedRegex(@"^ALTER .* (SET (STORAGE|COMPRESSION|STATISTICS) \S+|SET \([^)]*\)|CLUSTER ON .*)$|^SET default_tablespace = ")]
    private static partial Regex Speed();

    [GeneratedRegex(@"^ALTER .* (REPLICA IDENTITY .*|DEPENDS ON EXTENSION .*)$|^REFRESH |^ALTER EXTENSION ")]
    private static partial Regex Behaviour();

    [GeneratedRegex(@"^ALTER (FOREIGN )?TABLE .* (ADD CONSTRAINT|(ENABLE|DISABLE)( ALWAYS| REPLICA)? (TRIGGER|RULE)|SET NOT NULL)")]
    private static partial Regex Integrity();
}
