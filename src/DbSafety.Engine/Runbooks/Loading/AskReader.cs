using DbSafety.Engine.Approvals;
using DbSafety.Engine.Projects.Yaml;
using DbSafety.Engine.Runbooks.Model;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Loading;

/// <summary>Reads the steps in which a person takes part.</summary>
internal static class AskReader
{
    public static AskAction Ask(YamlValues values)
    {
        var node = values.Node("ask")!;
        if (node is YamlScalar { IsNull: false })
            return new AskAction(ValueReader.Read(node, values), [], []);
        var group = YamlValues.Open(node, values.PathOf("ask"), ["text", "choices", "fields"], values.Problems);
        group.RequiredText("text", "\"Who owns the investigation?\"");
        var action = new AskAction(group.Node("text") is { } text ? ValueReader.Read(text, values) : new LiteralValue("", default), InputReader.Texts(group, "choices"), InputReader.Texts(group, "fields"));
        if (action.Choices.Count > 0 && action.Fields.Count > 0)
            values.Invalid(node, "ask has choices and fields; it takes one of the two.", "Ask in two steps.");
        foreach (var field in action.Fields.Where(field => !RunbookNames.IsIdentifier(field)))
            values.Invalid(node, $"The field {Safe.Word(field)} is not a name.", "Write names of letters and digits, such as owner.");
        return action;
    }

    public static ApproveAction Approve(YamlValues values)
    {
        var node = values.Node("approve")!;
        var group = YamlValues.Open(node, values.PathOf("approve"), ["subject", "point"], values.Problems);
        IReadOnlyList<StepValue> subject = group.Node("subject") switch
        {
            null => [],
            YamlList list => [.. list.Items.Select(item => ValueReader.Read(item, values))],
            var one => [ValueReader.Read(one, values)],
        };
        if (subject.Count == 0)
            values.Invalid(node, $"{values.PathOf("approve")} does not say what is approved.", "Add subject: with what the approver has to see, such as [$steps.chosen].");
        var points = Enum.GetValues<ApprovalPoint>().ToDictionary(point => point.Key());
        return new ApproveAction(subject, points[group.Choice("point", ApprovalPoint.FirstModification.Key(), [.. points.Keys])]);
    }
}
