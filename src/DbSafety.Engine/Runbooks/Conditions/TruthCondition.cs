using System.Text.Json;
using System.Text.Json.Nodes;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Conditions;

/// <summary>A value by itself: false for false, null, 0, an empty text, an empty list, and a list of one such value.</summary>
public sealed record TruthCondition(StepValue Value) : Condition
{
    public override IEnumerable<ReferencePath> References => Value.References;

    public override bool Holds(RunScope scope) => IsTrue(Value.Resolve(scope));

    private static bool IsTrue(JsonNode? node) => node switch
    {
        null => false,
        JsonArray array => array.Count > 1 || (array.Count == 1 && IsTrue(array[0])),
        JsonObject => true,
        _ => node.GetValueKind() switch
        {
            JsonValueKind.False => false,
            JsonValueKind.String => node.GetValue<string>().Length > 0,
            JsonValueKind.Number => JsonText.Number(node) != 0,
            _ => true,
        },
    };
}
