using System.Text.Json.Nodes;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Values;

/// <summary>A value that is written out.</summary>
public sealed record LiteralValue(JsonNode? Value, SourcePlace Place) : StepValue(Place)
{
    public override IEnumerable<ReferencePath> References => [];

    public override JsonNode? Resolve(RunScope scope) => Value?.DeepClone();
}
