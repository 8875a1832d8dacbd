using System.Text.Json.Nodes;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Values;

/// <summary>A value that is what it refers to, with its type: <c>$inputs.run</c>.</summary>
public sealed record ReferenceValue(ReferencePath Path, SourcePlace Place) : StepValue(Place)
{
    public override IEnumerable<ReferencePath> References => [Path];

    public override JsonNode? Resolve(RunScope scope) => scope.Find(Path)?.DeepClone();
}
