using System.Text.Json.Nodes;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Values;

/// <summary>Several values.</summary>
public sealed record ListValue(IReadOnlyList<StepValue> Items, SourcePlace Place) : StepValue(Place)
{
    public override IEnumerable<ReferencePath> References => Items.SelectMany(item => item.References);

    public override JsonNode? Resolve(RunScope scope) => new JsonArray([.. Items.Select(item => item.Resolve(scope))]);
}
