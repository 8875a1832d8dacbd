using System.Text.Json.Nodes;
using DbSafety.Engine.Runbooks.Values;

namespace DbSafety.Engine.Runbooks.Conditions;

/// <summary>Two values beside each other.</summary>
/// <param name="Left">The value on the left.</param>
/// <param name="Operator"><c>-eq -ne -gt -ge -lt -le -in -notin</c>.</param>
/// <param name="Right">The value on the right; of <c>-in</c> and <c>-notin</c> a list.</param>
public sealed record Comparison(StepValue Left, string Operator, StepValue Right) : Condition
{
    /// <summary>All operators.</summary>
    public static IReadOnlyList<string> Operators { get; } = ["-eq", "-ne", "-gt", "-ge", "-lt", "-le", "-in", "-notin"];

    public override IEnumerable<ReferencePath> References => Left.References.Concat(Right.References);

    public override bool Holds(RunScope scope)
    {
        var left = Left.Resolve(scope);
        var right = Right.Resolve(scope);
        return Operator switch
        {
            "-eq" => ValueOrder.AreEqual(left, right),
            "-ne" => !ValueOrder.AreEqual(left, right),
            "-gt" => ValueOrder.Compare(left, right) > 0,
            "-ge" => ValueOrder.Compare(left, right) >= 0,
            "-lt" => ValueOrder.Compare(left, right) < 0,
            "-le" => ValueOrder.Compare(left, right) <= 0,
            "-in" => IsIn(left, right),
            _ => !IsIn(left, right),
        };
    }

    private static bool IsIn(JsonNode? item, JsonNode? list) =>
        list is JsonArray array ? array.Any(other => ValueOrder.AreEqual(item, other)) : ValueOrder.AreEqual(item, list);
}
