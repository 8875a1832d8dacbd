using System.Text.Json.Nodes;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Values;

/// <summary>Values by name.</summary>
public sealed record MapValue(IReadOnlyDictionary<string, StepValue> Entries, SourcePlace Place) : StepValue(Place)
{
    public override IEnumerable<ReferencePath> References => Entries.Values.SelectMany(item => item.References);

    public override JsonNode? Resolve(RunScope scope) =>
        new JsonObject(Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Resolve(scope))));
}
