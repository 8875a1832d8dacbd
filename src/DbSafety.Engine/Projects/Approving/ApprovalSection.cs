using System.Globalization;
using DbSafety.Core.Results;
using DbSafety.Engine.Projects.Yaml;

namespace DbSafety.Engine.Projects.Approving;

/// <summary>Reads the rules of approval: those of an environment, and the people.</summary>
internal static class ApprovalSection
{
    private static readonly string[] Keys =
        ["firstModification", "majorMigration", "productionDeployment", "afterRollback", "requests", "validFor", "emergencyValidFor", "breakGlass", "major"];

    /// <summary>The rules of one environment.</summary>
    public static ApprovalPolicy Read(YamlNode? node, string path, ApprovalPolicy defaults, YamlProblems problems)
    {
        var values = YamlValues.Open(node, path, Keys, problems);
        return defaults with
        {
            FirstModification = Rule(values, "firstModification", defaults.FirstModification),
            MajorMigration = Rule(values, "majorMigration", defaults.MajorMigration),
            ProductionDeployment = Rule(values, "productionDeployment", defaults.ProductionDeployment),
            AfterRollback = Rule(values, "afterRollback", defaults.AfterRollback),
            SignedRequests = values.Choice("requests", defaults.SignedRequests ? "signed" : "named", "signed", "named") == "signed",
            ValidFor = values.Span("validFor", defaults.ValidFor),
            EmergencyValidFor = values.Span("emergencyValidFor", defaults.EmergencyValidFor),
            BreakGlass = BreakGlass(values),
            Major = values.Has("major") ? Major(values.Group("major", "hazards", "size", "lossy", "security"), defaults.Major) : defaults.Major,
        };
    }

    /// <summary>The people, under whatever key they stand.</summary>
    public static IReadOnlyList<ApprovalPerson> People(YamlNode? node, string path, YamlProblems problems) =>
        [.. YamlValues.OpenNames(node, path, problems).Select(entry => Person(entry.Key, YamlValues.Open(entry.Value, $"{path}.{entry.Key.Value}", ["accounts", "roles", "keys"], problems)))];

    private static ApprovalRule Rule(YamlValues values, string key, ApprovalRule otherwise)
    {
        if (values.Node(key) is not YamlMap)
        {
            var mode = Mode(values, key, otherwise.Mode);
            return mode == otherwise.Mode ? otherwise : mode switch { ApprovalMode.None => ApprovalRule.None, ApprovalMode.Signed => ApprovalRule.Signed, _ => ApprovalRule.Prompt };
        }

        var group = values.Group(key, "how", "people", "roles");
        var rule = new ApprovalRule(Mode(group, "how", ApprovalMode.Signed), group.Number("people", 1, 1, 20), Texts(group, "roles"));
        if (rule.Mode != ApprovalMode.Signed && (group.Has("people") || group.Has("roles")))
            group.Invalid(group.Node("people") ?? group.Node("roles")!, $"{values.PathOf(key)} counts people and roles, which only signatures show.", "Write how: signed, or leave out people and roles.");
        return rule;
    }

    private static ApprovalMode Mode(YamlValues values, string key, ApprovalMode otherwise) =>
        Enum.Parse<ApprovalMode>(values.Choice(key, otherwise.ToString().ToLowerInvariant(), "prompt", "none", "signed"), ignoreCase: true);

    private static ApprovalRule? BreakGlass(YamlValues values)
    {
        if (values.Node("breakGlass") is not YamlMap)
            return values.Truth("breakGlass", false) ? ApprovalRule.Signed : null;
        return ApprovalRule.Signed with { Roles = Texts(values.Group("breakGlass", "roles"), "roles") };
    }

    private static MajorPolicy Major(YamlValues group, MajorPolicy defaults) => new()
    {
        Hazards = Enum.Parse<HazardSeverity>(group.Choice("hazards", defaults.Hazards.ToString().ToLowerInvariant(), "error", "warning", "info", "off"), ignoreCase: true),
        Size = group.Size("size"),
        Lossy = group.Truth("lossy", defaults.Lossy),
        Security = group.Truth("security", defaults.Security),
    };

    private static ApprovalPerson Person(YamlScalar name, YamlValues values)
    {
        var keys = values.Node("keys") switch
        {
            null => [],
            YamlList list => list.Items.Select(item => Key(item, values)).ToList(),
            var one => [Key(one, values)],
        };
        return new ApprovalPerson(name.Value, Texts(values, "accounts"), Texts(values, "roles"), keys);
    }

    private static ApprovalKey Key(YamlNode node, YamlValues person)
    {
        if (node is YamlScalar { IsNull: false } scalar)
            return new ApprovalKey(scalar.Value, null, null, false);
        var values = YamlValues.Open(node, person.PathOf("keys"), ["key", "from", "until", "revoked"], person.Problems);
        return new ApprovalKey(values.RequiredText("key", "keys/ada.pub.pem"), Moment(values, "from"), Moment(values, "until"), values.Truth("revoked", false));
    }

    private static DateTimeOffset? Moment(YamlValues values, string key)
    {
        if (values.Text(key) is not { } text)
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment))
            return moment;
        values.Invalid(values.Node(key)!, $"{values.PathOf(key)} must be a day or a moment in UTC.", "Write 2026-12-31, or 2026-12-31T18:00:00Z.");
        return null;
    }

    private static IReadOnlyList<string> Texts(YamlValues values, string key)
    {
        switch (values.Node(key))
        {
            case null:
                return [];
            case YamlList list when list.Items.All(item => item is YamlScalar { IsNull: false }):
                return [.. list.Items.Cast<YamlScalar>().Select(item => item.Value)];
            case YamlScalar { IsNull: false } one:
                return [one.Value];
            case var other:
                values.Invalid(other, $"{values.PathOf(key)} must be a list of single values.", $"Write {key}: [one, other]");
                return [];
        }
    }
}
