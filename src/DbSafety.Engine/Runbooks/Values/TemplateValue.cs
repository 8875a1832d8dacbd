using System.Text.Json.Nodes;
using DbSafety.Engine.Runbooks.Model;

namespace DbSafety.Engine.Runbooks.Values;

/// <summary>A text that holds references: <c>Restore of ${inputs.target}</c>.</summary>
/// <param name="Parts">Texts and references, in order.</param>
/// <param name="Place">Where it stands.</param>
public sealed record TemplateValue(IReadOnlyList<TemplatePart> Parts, SourcePlace Place) : StepValue(Place)
{
    public override IEnumerable<ReferencePath> References => Parts.Select(part => part.Reference).OfType<ReferencePath>();

    public override JsonNode? Resolve(RunScope scope) =>
        string.Concat(Parts.Select(part => part.Reference is null ? part.Text : JsonText.Show(scope.Find(part.Reference))));
}
